#!/usr/bin/env python3
"""Training steps of the managed engine and of eager PyTorch on one thread, interleaved on the same machine.

Needs PyTorch for Python 3 and the benchmarks built:
    dotnet build -c Release test/ActiveAnomaly.Benchmarks
    python3 docs/benchmarks/compare_pytorch.py [--rounds N]

With --gpu, the TorchSharp engine and PyTorch on the same NVIDIA GPU instead, with the managed engine on one thread for
reference (build with -p:TorchBackend=cuda; --benchmarks names a published executable).

Each round takes the nets one after the other: the managed engine's steps (as a process of its own), then PyTorch's. Times
are medians over the rounds of each round's median; the ratio is the median of the rounds' ratios, with the lowest and highest.
"""
import argparse
import os
import re
import statistics
import subprocess
import time

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import torch  # noqa: E402  (after the thread counts)

torch.set_num_threads(1)
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCHMARKS = os.path.join(ROOT, "test", "ActiveAnomaly.Benchmarks", "bin", "Release", "net10.0", "ActiveAnomaly.Benchmarks.dll")
NETS = [((33, 32, 16, 8), 128), ((41, 32, 16, 8), 1024), ((274, 128, 64, 32), 128), ((512, 256, 128), 1024)]
ONE_CLASS, FROZEN, AUTOENCODER = "one-class, training", "one-class, frozen", "autoencoder"


def layers(sizes, last):
    modules = []
    for i, (inputs, outputs) in enumerate(zip(sizes[:-1], sizes[1:])):
        modules.append(torch.nn.Linear(inputs, outputs, bias=False))
        if i < len(sizes) - 2:
            modules += [torch.nn.BatchNorm1d(outputs, eps=1e-4, affine=False), torch.nn.LeakyReLU(0.01)]
    return modules + last


def step_of(kind, sizes, batch, device):
    """One training step as PyTorch users write it; the batch comes out of the data set, on the device, by index."""
    data = torch.rand(4 * batch, sizes[0], device=device)
    if kind == AUTOENCODER:
        net = torch.nn.Sequential(*layers(sizes, []), *layers(sizes[::-1], [torch.nn.Sigmoid()]))
    else:
        net = torch.nn.Sequential(*layers(sizes, []))
    net.to(device)
    net.train(kind != FROZEN)
    center = torch.full((sizes[-1],), 0.1, device=device)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=1e-6)
    order = torch.randperm(4 * batch, device=device)
    state = {"step": 0}

    def step():
        at = state["step"] % 4
        state["step"] += 1
        rows = data[order[at * batch:(at + 1) * batch]]
        optimizer.zero_grad()
        outputs = net(rows)
        loss = torch.mean((outputs - rows) ** 2) if kind == AUTOENCODER else torch.mean(torch.sum((outputs - center) ** 2, dim=1))
        loss.backward()
        optimizer.step()

    return step


def pytorch_gpu_median(sizes, batch, steps=200, repeats=5):
    """Microseconds a step over many steps, for the device works behind the program; the median of a few repeats."""
    step = step_of(ONE_CLASS, sizes, batch, "cuda")
    times = []
    for repeat in range(repeats + 1):
        torch.cuda.synchronize()
        begin = time.perf_counter()
        for _ in range(steps):
            step()
        torch.cuda.synchronize()
        times.append(1e6 * (time.perf_counter() - begin) / steps)
    return statistics.median(times[1:])


def pytorch_median(kind, sizes, batch, seconds=1.5):
    step = step_of(kind, sizes, batch, "cpu")
    for _ in range(20):
        step()
    times, begin = [], time.perf_counter()
    while len(times) < 5 or time.perf_counter() - begin < seconds:
        before = time.perf_counter()
        step()
        times.append(1e6 * (time.perf_counter() - before))
    return statistics.median(times)


def run_benchmarks(executable, *arguments):
    command = ["dotnet", executable] if executable.endswith(".dll") else [executable]
    return subprocess.run([*command, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def managed_medians(executable, net):
    """(net, batch, step) -> median microseconds, from the table that the benchmarks print."""
    text = run_benchmarks(executable, "step", net)
    table = {}
    for line in text.splitlines():
        for kind in (ONE_CLASS, FROZEN, AUTOENCODER):
            if f"  {kind} " in line:
                left, right = line.split(kind)
                net, batch = left.split()
                table[(net, int(batch), kind)] = float(right.split()[0])
    return table


def compare_cpu(executable, rounds):
    ours, theirs = {}, {}
    for _ in range(rounds):
        for sizes, batch in NETS:
            for key, value in managed_medians(executable, "-".join(map(str, sizes))).items():
                ours.setdefault(key, []).append(value)
            for kind in (ONE_CLASS, FROZEN, AUTOENCODER):
                shown = sizes + sizes[-2::-1] if kind == AUTOENCODER else sizes
                theirs.setdefault(("-".join(map(str, shown)), batch, kind), []).append(pytorch_median(kind, sizes, batch))
    print(f"PyTorch {torch.__version__}, one thread each, {rounds} interleaved rounds; median microseconds a step")
    print("| net | batch | step | managed | PyTorch | ratio | lowest | highest |")
    print("|---|---|---|---|---|---|---|---|")
    for key, values in theirs.items():
        ratios = [other / mine for mine, other in zip(ours[key], values)]
        print(
            f"| {key[0]} | {key[1]} | {key[2]} | {statistics.median(ours[key]):.1f} | {statistics.median(values):.0f} "
            f"| {statistics.median(ratios):.2f} | {min(ratios):.2f} | {max(ratios):.2f} |"
        )


def compare_gpu(executable, rounds, gpu):
    torch.cuda.set_device(gpu)
    managed, engine, theirs = {}, {}, {}
    for _ in range(rounds):
        for line in run_benchmarks(executable, "engines", str(gpu)).splitlines():
            found = re.match(r"(\d+(?:-\d+)+)\s+(\d+)\s+(Managed|Torch) \(.*?\)\s+([\d.]+)", line)
            if found:
                net, batch, name, value = found.groups()
                (managed if name == "Managed" else engine).setdefault((net, int(batch)), []).append(float(value))
        for net, batch in engine:
            theirs.setdefault((net, batch), []).append(pytorch_gpu_median(tuple(map(int, net.split("-"))), batch))
    print(f"PyTorch {torch.__version__}, {torch.cuda.get_device_name(gpu)}, {rounds} rounds; one-class training, median microseconds a step")
    print("| net | batch | managed, one CPU thread | TorchSharp engine | PyTorch | PyTorch / TorchSharp engine |")
    print("|---|---|---|---|---|---|")
    for key, values in theirs.items():
        ratio = statistics.median(other / mine for mine, other in zip(engine[key], values))
        print(
            f"| {key[0]} | {key[1]} | {statistics.median(managed[key]):.1f} | {statistics.median(engine[key]):.1f} "
            f"| {statistics.median(values):.1f} | {ratio:.2f} |"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gpu", type=int, help="the number of an NVIDIA GPU, from 0")
    parser.add_argument("--benchmarks", default=BENCHMARKS, help="ActiveAnomaly.Benchmarks, a .dll or an executable")
    arguments = parser.parse_args()
    if arguments.gpu is None:
        compare_cpu(arguments.benchmarks, arguments.rounds)
    else:
        compare_gpu(arguments.benchmarks, arguments.rounds, arguments.gpu)


if __name__ == "__main__":
    main()
