import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

// Writes what Apache Kafka's own client puts into compressed record batches, to be read in codecs.test.ts.
// Made with kafka-clients 4.1.1: java -cp 'KAFKA_JARS/*' MakeFixtures.java .
public class MakeFixtures {
  public static void main(String[] args) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2000; i++) lines.append("level=info msg=\"request done\" n=").append(i).append('\n');
    byte[] log = lines.toString().getBytes(StandardCharsets.UTF_8);
    byte[] same = "a".repeat(1536 * 1024).getBytes(StandardCharsets.UTF_8);
    for (CompressionType type : new CompressionType[] {
        CompressionType.GZIP, CompressionType.SNAPPY, CompressionType.LZ4, CompressionType.ZSTD}) {
      Files.write(Path.of(args[0], "log." + type.name), compress(type, log));
      Files.write(Path.of(args[0], "same." + type.name), compress(type, same));
    }
  }

  private static byte[] compress(CompressionType type, byte[] data) throws Exception {
    ByteBufferOutputStream buffer = new ByteBufferOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(Compression.of(type).build().wrapForOutput(buffer, (byte) 2))) {
      // The client writes a batch record by record.
      for (int at = 0; at < data.length; at += 700) out.write(data, at, Math.min(700, data.length - at));
    }
    ByteBuffer written = buffer.buffer();
    written.flip();
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return bytes;
  }
}
