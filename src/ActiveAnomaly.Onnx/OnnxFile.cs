using Google.Protobuf;
using Onnx;

namespace ActiveAnomaly.Onnx;

/// <summary>Writes ONNX files.</summary>
internal static class OnnxFile
{
    /// <summary>Writes a file whole, or not at all.</summary>
    public static void Write(ModelProto model, string path)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = File.Create(temporary))
            {
                model.WriteTo(stream);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
