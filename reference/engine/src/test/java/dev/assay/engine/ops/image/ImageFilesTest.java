package dev.assay.engine.ops.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.engine.FormatException;
import dev.assay.engine.backend.Dispatch;
import dev.assay.engine.op.Attributes;
import dev.assay.engine.op.OpRegistry;
import dev.assay.engine.tensor.DType;
import dev.assay.engine.tensor.HostStorage;
import dev.assay.engine.tensor.Shape;
import dev.assay.engine.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files from another writer, to another reader, and files that are broken in every way. */
class ImageFilesTest {
  private static Tensor contents(byte[] file) {
    return Tensor.of(Shape.scalar(), HostStorage.ofBytes(new byte[][] {file}));
  }

  private static byte[] bytes(Tensor contents) {
    return contents.host().bytes()[0];
  }

  private static Tensor random(int seed, int range, int... dims) {
    Random r = new Random(seed);
    long[] v = r.longs(Shape.of(dims).elements(), 0, range).toArray();
    return Tensor.ofLongs(DType.UINT8, Shape.of(dims), v);
  }

  /** A file written by the JDK. */
  private static byte[] written(String format, IIOImage image, boolean progressive)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam p = writer.getDefaultWriteParam();
      if (progressive) {
        p.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, image, p);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage picture(int type, int seed) {
    BufferedImage image = new BufferedImage(13, 11, type);
    Random r = new Random(seed);
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 13; x++) {
        image.setRGB(x, y, r.nextInt());
      }
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void pngOfTheJdk(int type) throws IOException {
    BufferedImage image = picture(type, type);
    for (boolean interlaced : new boolean[] {false, true}) {
      Tensor file = contents(written("png", new IIOImage(image, null, null), interlaced));
      Tensor got = Image.decodePng(file, 4);
      boolean grey = type == BufferedImage.TYPE_BYTE_GRAY;
      long[] want = new long[13 * 11 * 4];
      for (int i = 0; i < 13 * 11; i++) {
        int argb = image.getRGB(i % 13, i / 13);
        int level = image.getRaster().getSample(i % 13, i / 13, 0);
        want[4 * i] = grey ? level : argb >> 16 & 0xFF; // getRGB would convert linear greys
        want[4 * i + 1] = grey ? level : argb >> 8 & 0xFF;
        want[4 * i + 2] = grey ? level : argb & 0xFF;
        want[4 * i + 3] = argb >> 24 & 0xFF;
      }
      assertArrayEquals(want, got.toLongs());
    }
  }

  @Test
  void ofSixteenBitsTheUpperEightAreKept() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0x1234, 0xFFFF, 0x00FF});
    Tensor got = Image.decodePng(contents(written("png", new IIOImage(image, null, null), false)));
    assertEquals(Shape.of(1, 3, 1), got.shape());
    assertArrayEquals(new long[] {0x12, 0xFF, 0}, got.toLongs());
  }

  @Test
  void theJdkReadsWhatIsWritten() throws IOException {
    for (int channels = 1; channels <= 4; channels++) {
      for (int level = -1; level <= 9; level++) {
        Tensor image = random(7 * channels + level, level < 5 ? 256 : 3, 9, 31, channels);
        Tensor file =
            Dispatch.one(OpRegistry.get("encode_png"), Attributes.of("compression", level), image);
        Raster raster = ImageIO.read(new ByteArrayInputStream(bytes(file))).getRaster();
        int[] pixels = raster.getPixels(0, 0, 31, 9, (int[]) null);
        assertArrayEquals(image.toInts(), pixels, channels + " channels, level " + level);
      }
    }
  }

  @Test
  void compressionFindsRepetitions() {
    long[] v = new long[200 * 200];
    for (int i = 0; i < v.length; i++) {
      v[i] = (i % 200 * 7L) ^ (i / 200);
    }
    Tensor image = Tensor.ofLongs(DType.UINT8, Shape.of(200, 200, 1), v);
    Tensor zeros = Tensor.zeros(DType.UINT8, Shape.of(200, 200, 1));
    assertTrue(bytes(Image.encodePng(zeros)).length < 400);
    assertTrue(Image.decodePng(Image.encodePng(image)).sameAs(image));
    assertTrue(Image.decodePng(Image.encodePng(zeros)).sameAs(zeros));
  }

  /** A PNG file with a changed byte is refused, or gives the same pixels. */
  @Test
  void everyChangedByteOfPng() throws IOException {
    List<byte[]> files =
        List.of(
            bytes(Image.encodePng(random(1, 256, 3, 5, 3))),
            written(
                "png",
                new IIOImage(picture(BufferedImage.TYPE_BYTE_INDEXED, 2), null, null),
                true));
    for (byte[] file : files) {
      Tensor right = Image.decodePng(contents(file));
      Random r = new Random(3);
      for (int i = 0; i < file.length; i++) {
        for (int k = 0; k < 4; k++) {
          byte[] broken = file.clone();
          broken[i] ^= (byte) (k == 0 ? 1 : k == 1 ? 0x80 : 1 + r.nextInt(255));
          sameOrRefused(broken, right);
        }
        refused("decode_png", Arrays.copyOf(file, i));
        sameOrRefused(Arrays.copyOfRange(file, i, file.length), right);
      }
    }
  }

  private static void sameOrRefused(byte[] file, Tensor right) {
    try {
      assertTrue(Image.decodePng(contents(file)).sameAs(right));
    } catch (FormatException e) {
      assertTrue(e.getMessage().startsWith("decode_png: "), e.getMessage());
    }
  }

  private static void refused(String op, byte[] file) {
    FormatException e =
        assertThrows(FormatException.class, () -> Dispatch.one(OpRegistry.get(op), contents(file)));
    assertTrue(e.getMessage().startsWith(op + ": "), e.getMessage());
  }

  /** Valid checksums around wrong contents: whatever the header and the data say. */
  @Test
  void pngWithRightChecksums() {
    byte[] file = bytes(Image.encodePng(random(5, 256, 4, 4, 3)));
    Random r = new Random(6);
    for (int n = 0; n < 4000; n++) {
      byte[] broken = file.clone();
      for (int k = 0; k < 1 + n % 3; k++) {
        int at = n % 2 == 0 ? 16 + r.nextInt(13) : 41 + r.nextInt(file.length - 57);
        broken[at] = (byte) r.nextInt(256);
      }
      resum(broken);
      try {
        Image.decodePng(contents(broken), List.of(0, 1, 3, 4).get(n % 4));
      } catch (FormatException e) {
        assertTrue(e.getMessage().startsWith("decode_png: "), e.getMessage());
      }
    }
  }

  /** Writes the checksums of the three chunks of a file of ours. */
  private static void resum(byte[] file) {
    ByteBuffer b = ByteBuffer.wrap(file);
    for (int at = 8; at < file.length; ) {
      int length = b.getInt(at);
      CRC32 crc = new CRC32();
      crc.update(file, at + 4, length + 4);
      b.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
  }

  @Test
  void hugeSizesAreRefusedBeforeAnythingIsAllocated() {
    byte[] png = bytes(Image.encodePng(random(1, 256, 2, 2, 3)));
    for (int size : new int[] {20_000, 1 << 27, Integer.MAX_VALUE, -1, 0}) {
      byte[] bomb = png.clone();
      ByteBuffer.wrap(bomb).putInt(16, size).putInt(20, size);
      resum(bomb);
      refused("decode_png", bomb);
      refused("decode_image", bomb);
    }
    byte[] jpeg = bytes(Image.encodeJpeg(random(1, 256, 2, 2, 3), 90));
    int header =
        IntStream.range(0, jpeg.length - 1)
            .filter(i -> jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0)
            .findFirst()
            .orElseThrow();
    byte[] bomb = jpeg.clone();
    ByteBuffer.wrap(bomb).putInt(header + 5, 0xFFFFFFFF);
    refused("decode_jpeg", bomb);
    refused("decode_image", bomb);
  }

  @Test
  void neitherNor() {
    for (String text : List.of("", "\u0089PNG", "GIF89a", "BM", "no image")) {
      byte[] file = text.getBytes(StandardCharsets.ISO_8859_1);
      refused("decode_png", file);
      refused("decode_jpeg", file);
      refused("decode_image", file);
    }
    refused("decode_jpeg", bytes(Image.encodePng(random(1, 256, 2, 2, 3))));
    byte[] jpeg = bytes(Image.encodeJpeg(random(1, 256, 2, 2, 3), 90));
    refused("decode_png", jpeg);
    assertThrows(FormatException.class, () -> Image.decodeImage(contents(jpeg), 4));
  }

  /** A JPEG file has no checksum: a changed byte is refused or gives some picture. */
  @Test
  void everyChangedByteOfJpeg() throws IOException {
    BufferedImage grey = picture(BufferedImage.TYPE_BYTE_GRAY, 4);
    List<byte[]> files =
        List.of(
            bytes(Image.encodeJpeg(random(1, 256, 9, 10, 3), 80)),
            written("jpeg", new IIOImage(grey, null, null), true));
    Random r = new Random(8);
    for (byte[] file : files) {
      for (int i = 0; i < file.length; i += 1 + r.nextInt(2)) {
        byte[] broken = file.clone();
        broken[i] ^= (byte) (1 + r.nextInt(255));
        try {
          Tensor t = Image.decodeJpeg(contents(broken));
          assertTrue(t.size() > 0);
        } catch (FormatException e) {
          assertTrue(e.getMessage().startsWith("decode_jpeg: "), e.getMessage());
        }
        if (r.nextInt(3) == 0) {
          refused("decode_jpeg", Arrays.copyOf(file, i));
        }
      }
    }
  }

  /** What the JDK makes of the same file, colours included, however it is coded. */
  @Test
  void jpegAsTheJdkConvertsIt() throws IOException {
    BufferedImage image = picture(BufferedImage.TYPE_INT_RGB, 9);
    byte[] ours = bytes(Image.encodeJpeg(random(2, 256, 17, 18, 3), 70));
    for (byte[] file :
        List.of(
            ours,
            written("jpeg", new IIOImage(image, null, null), false),
            written("jpeg", new IIOImage(image, null, null), true))) {
      BufferedImage want =
          ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
      Tensor got = Image.decodeJpeg(contents(file));
      assertEquals(Shape.of(want.getHeight(), want.getWidth(), 3), got.shape());
      long[] v = got.toLongs();
      for (int i = 0; i < v.length / 3; i++) {
        int rgb = want.getRGB(i % want.getWidth(), i / want.getWidth());
        for (int k = 0; k < 3; k++) {
          assertEquals(rgb >> 16 - 8 * k & 0xFF, v[3 * i + k], 1, "pixel " + i);
        }
      }
    }
  }

  /** The step of the coarsest coefficient bounds how far a constant colour moves. */
  @Test
  void jpegOfAConstantIsNearlyThat() {
    for (int quality : new int[] {100, 95, 75}) {
      for (int level = 0; level < 256; level += 15) {
        long[] v = new long[20 * 10 * 3];
        Arrays.fill(v, level);
        Tensor image = Tensor.ofLongs(DType.UINT8, Shape.of(20, 10, 3), v);
        Tensor got = Image.decodeJpeg(Image.encodeJpeg(image, quality));
        for (long g : got.toLongs()) {
          assertEquals(level, g, 2);
        }
      }
    }
  }

  /** Four inks, which the JDK's writer stores without any mark: as TensorFlow converts them. */
  @Test
  void fourInksGiveColours() throws IOException {
    WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    for (int i = 0; i < 64; i++) {
      inks.setPixel(i % 8, i / 8, new int[] {0, 128, 255, 0});
    }
    Tensor got = Image.decodeJpeg(contents(written("jpeg", new IIOImage(inks, null, null), false)));
    assertEquals(Shape.of(8, 8, 3), got.shape());
    long[] v = got.toLongs();
    assertEquals(255, v[0], 2);
    assertEquals(127, v[1], 3);
    assertEquals(0, v[2], 2);
  }

  @Test
  void severalThreadsAtOnce() {
    List<Tensor> images = IntStream.range(0, 8).mapToObj(i -> random(i, 256, 5 + i, 7, 3)).toList();
    List<Tensor> jpegs = images.stream().map(t -> Image.encodeJpeg(t, 85)).toList();
    List<Tensor> alone = jpegs.stream().map(Image::decodeJpeg).toList();
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i -> {
              int k = i % 8;
              assertTrue(Image.decodeJpeg(jpegs.get(k)).sameAs(alone.get(k)));
              assertTrue(Image.decodePng(Image.encodePng(images.get(k))).sameAs(images.get(k)));
            });
  }
}
