using ActiveAnomaly.Labeling.Clustering;

namespace ActiveAnomaly.Cluster.Work;

[TestClass]
public sealed class WorkInputsTests
{
    private readonly LendingSilo _silo = new();
    private readonly GivenSilos _silos;
    private readonly WorkInput _input = new(Enumerable.Range(0, (2 * WorkInputs.LargestPart) + 3).Select(i => (byte)(i * 7)).ToArray());

    public WorkInputsTests()
    {
        _silos = new GivenSilos(_silo);
        _silo.Offer(_input.Hash, _input.Content.ToArray());
    }

    private string Origin => _silos.Local.ToParsableString();

    [TestMethod]
    public async Task GetAsync_InputOfAnotherSilo_IsReadOnceForAllWhoWantIt()
    {
        var inputs = new WorkInputs(_silos);

        var found = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => GetAsync(inputs)));

        Assert.AreEqual(_input.Hash, found[0].Hash);
        Assert.IsTrue(found[0].Content.Span.SequenceEqual(_input.Content.Span));
        Assert.IsTrue(Array.TrueForAll(found, each => ReferenceEquals(each, found[0])));
        Assert.AreEqual(3, _silo.ReadCount);
    }

    [TestMethod]
    public async Task GetAsync_InputThatThisSiloOffers_IsThatOne()
    {
        var inputs = new WorkInputs(_silos);
        using var loan = inputs.Lend([_input]);

        Assert.AreSame(_input, await GetAsync(inputs));
        Assert.AreEqual(0, _silo.ReadCount);
    }

    [TestMethod]
    public async Task GetAsync_OtherBytesThanWereSent_AreRefusedAndAskedForAnew()
    {
        var inputs = new WorkInputs(_silos);
        _silo.Offer(_input.Hash, new byte[_input.Content.Length]);

        var exception = await Assert.ThrowsExactlyAsync<SiloLostException>(() => GetAsync(inputs));

        Assert.AreEqual("an input of the work came with other bytes than were sent", exception.Message);
        _silo.Offer(_input.Hash, _input.Content.ToArray());
        Assert.AreEqual(_input.Hash, (await GetAsync(inputs)).Hash);
    }

    [TestMethod]
    public async Task GetAsync_InputThatIsOfferedNoMore_SaysSo()
    {
        var exception = await Assert.ThrowsExactlyAsync<SiloLostException>(
            () => new WorkInputs(_silos).GetAsync(new string('0', 64), 5, Origin));

        Assert.AreEqual("the silo whose work it is offers an input of it no more", exception.Message);
        Assert.IsFalse(exception.IsUnexpected);
    }

    [TestMethod]
    public async Task Sweep_InputThatNobodyUsed_IsReadAgain()
    {
        var inputs = new WorkInputs(_silos, keepingTime: TimeSpan.Zero);
        await GetAsync(inputs);

        inputs.Sweep();
        await GetAsync(inputs);

        Assert.AreEqual(6, _silo.ReadCount);
    }

    [TestMethod]
    public async Task Sweep_InputThatWasJustUsed_IsKept()
    {
        var inputs = new WorkInputs(_silos);
        await GetAsync(inputs);

        inputs.Sweep();
        await GetAsync(inputs);

        Assert.AreEqual(3, _silo.ReadCount);
    }

    [TestMethod]
    public void Read_InputThatTwoLend_IsOfferedUntilBothHaveEnded()
    {
        var inputs = new WorkInputs(_silos);
        var (first, second) = (inputs.Lend([_input]), inputs.Lend([_input]));

        first.Dispose();
        first.Dispose();
        Assert.IsTrue(_input.Content.Span[5..].StartsWith(inputs.Read(_input.Hash, 5)));
        second.Dispose();

        Assert.IsNull(inputs.Read(_input.Hash, 0));
    }

    [TestMethod]
    public void Read_LastPart_EndsWithTheInput()
    {
        var inputs = new WorkInputs(_silos);
        using var loan = inputs.Lend([_input]);

        Assert.HasCount(3, inputs.Read(_input.Hash, 2 * WorkInputs.LargestPart)!);
    }

    private Task<WorkInput> GetAsync(WorkInputs inputs) => inputs.GetAsync(_input.Hash, _input.Content.Length, Origin);
}
