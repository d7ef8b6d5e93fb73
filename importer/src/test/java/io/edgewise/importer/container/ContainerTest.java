// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.inference.tokenizer.TokenizerFormat;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.testkit.SharedData;
import io.edgewise.testkit.container.LiteRtLm;
import io.edgewise.testkit.container.TaskArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerTest {
    @TempDir
    Path folder;

    @Test
    void aContainerOfLiteRtLmTellsItsSections() {
        Path file = new LiteRtLm()
                .says("arch", "all")
                .section(LiteRtLm.MODEL, new byte[20_000], "model_type", "tf_lite_prefill_decode", "backend", "cpu")
                .section(99, new byte[5])
                .writeTo(folder.resolve("model.litertlm"));

        Container container = Container.open(file);

        assertThat(container.title()).isEqualTo("LiteRT-LM container 1.0.0");
        assertThat(container.says()).isEqualTo(Map.of("arch", "all"));
        assertThat(container.sections())
                .containsExactly(
                        new Section(
                                "0",
                                SectionKind.MODEL,
                                16_384,
                                20_000,
                                Map.of("model_type", "tf_lite_prefill_decode", "backend", "cpu")),
                        new Section("1", SectionKind.UNKNOWN, 49_152, 5, Map.of()));
    }

    @Test
    void anArchiveOfMediaPipeTellsItsEntries() {
        Path file = new TaskArchive()
                .stored("TF_LITE_PREFILL_DECODE", new byte[300], true)
                .stored("TOKENIZER_MODEL", "pieces".getBytes(UTF_8), false)
                .stored("METADATA", new byte[2], true)
                .stored("LICENSE", new byte[1], true)
                .writeTo(folder.resolve("model.task"));

        Container container = Container.open(file);

        assertThat(container.title()).isEqualTo("MediaPipe task file");
        assertThat(container.sections())
                .extracting(Section::name, Section::kind, Section::bytes)
                .containsExactly(
                        tuple("TF_LITE_PREFILL_DECODE", SectionKind.MODEL, 300L),
                        tuple("TOKENIZER_MODEL", SectionKind.SENTENCE_PIECE, 6L),
                        tuple("METADATA", SectionKind.NOTES, 2L),
                        tuple("LICENSE", SectionKind.DATA, 1L));
        assertThat(new String(container.content(container.sections().get(1), 6), UTF_8))
                .isEqualTo("pieces");
    }

    @Test
    void theFirstBytesSayWhatItIsAndThenTheName() throws IOException {
        byte[] container = new LiteRtLm().bytes();

        assertThat(Container.isOne(Files.write(folder.resolve("model.bin"), container)))
                .isTrue();
        assertThat(Container.isOne(
                        new TaskArchive().stored("A", new byte[1], true).writeTo(folder.resolve("a.zip"))))
                .isTrue();
        assertThat(Container.isOne(Files.write(folder.resolve("cut.litertlm"), new byte[3])))
                .isTrue();
        assertThat(Container.isOne(Files.write(folder.resolve("cut.task"), new byte[30])))
                .isTrue();
        assertThat(Container.isOne(Files.writeString(folder.resolve("x.task"), "\0\0\0\0TFL3")))
                .isFalse();
        assertThat(Container.isOne(Files.writeString(folder.resolve("y.task"), "GGUF\3\0\0\0")))
                .isFalse();
        assertThat(Container.isOne(Files.write(folder.resolve("empty.gguf"), new byte[0])))
                .isFalse();
        assertThat(Container.isOne(folder)).isFalse();
        assertThat(Container.isOne(folder.resolve("none.litertlm"))).isFalse();
    }

    @Test
    void whatHasOnlyTheNameIsToldSo() throws IOException {
        assertThat(refused(Files.write(folder.resolve("page.litertlm"), new byte[100])))
                .endsWith(
                        "page.litertlm is neither a .litertlm nor a .task file, whatever its name says: get it again");
    }

    @Test
    void anotherMajorVersionIsNotRead() {
        assertThat(refused(new LiteRtLm().version(2).writeTo(folder.resolve("model.litertlm"))))
                .contains("is a LiteRT-LM container of version 2.0.0; read are those of version 1");
    }

    @Test
    void sectionsOutsideTheFileAreToldWithTheirNumbers() throws IOException {
        byte[] bytes = new LiteRtLm().section(LiteRtLm.MODEL, new byte[100]).bytes();

        assertThat(refused(changed(bytes, 16_484, 16_485)))
                .contains("section 0 would have the bytes 16384 to 16485")
                .contains("the file has 16484");
        assertThat(refused(changed(bytes, 16_484, 16_383))).contains("the bytes 16384 to 16383");
        assertThat(refused(changed(bytes, 16_384, 8))).contains("the bytes 8 to 16484");
        assertThat(refused(changed(bytes, 16_484, -1))).contains("the bytes 16384 to 18446744073709551615");
    }

    @Test
    void sectionsThatShareBytesAreRefused() throws IOException {
        byte[] bytes = new LiteRtLm()
                .section(LiteRtLm.MODEL, new byte[100])
                .section(LiteRtLm.NOTES, new byte[100])
                .bytes();

        assertThat(refused(changed(bytes, 32_768, 16_400))).contains("sections 0 and 1 both have byte 16400");
    }

    /// Replaces the 64 bits of a number in the table.
    private Path changed(byte[] bytes, long from, long to) throws IOException {
        byte[] copy = bytes.clone();
        ByteBuffer buffer = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        int end = (int) buffer.getLong(24);
        for (int at = 32; at + 8 <= end; at++) {
            if (buffer.getLong(at) == from) {
                buffer.putLong(at, to);
                return Files.write(folder.resolve("changed.litertlm"), copy);
            }
        }
        throw new AssertionError("no " + from + " in the table");
    }

    @Test
    void aTableThatEndsOutsideTheFileIsRefused() throws IOException {
        for (long end : new long[] {31, 1 << 21, 1 << 30, Long.MAX_VALUE, -1}) {
            byte[] bytes = new LiteRtLm().bytes();
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(24, end);

            assertThat(refused(Files.write(folder.resolve("table.litertlm"), bytes)))
                    .contains("its table of sections would end at byte " + Long.toUnsignedString(end));
        }
    }

    @Test
    void anArchiveOfMoreThanFourGigabytesHasItsNumbersElsewhere() throws IOException {
        Path file = Files.write(folder.resolve("large.task"), zip64(5, 5, 0));

        assertThat(Container.open(file).sections())
                .containsExactly(new Section("METADATA", SectionKind.NOTES, 38, 5, Map.of()));
        for (byte[] lie :
                List.of(zip64(5, 6, 0), zip64(500, 500, 0), zip64(5, 5, 400), zip64(5, 5, -1), zip64(-1, -1, 0))) {
            assertThat(refused(Files.write(file, lie))).contains("entry \"METADATA\" would ");
        }
    }

    /// An archive of one entry, whose numbers all stand behind those of 32 bits.
    private static byte[] zip64(long size, long stored, long header) {
        byte[] name = "METADATA".getBytes(UTF_8);
        ByteBuffer zip = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(0x04034b50)
                .position(26)
                .putShort((short) name.length)
                .putShort((short) 0)
                .put(name);
        int directory = zip.position() + 5;
        zip.position(directory).putInt(0x02014b50);
        zip.position(directory + 20)
                .putInt(-1)
                .putInt(-1)
                .putShort((short) name.length)
                .putShort((short) 28);
        zip.position(directory + 42).putInt(-1).put(name);
        zip.putShort((short) 1)
                .putShort((short) 24)
                .putLong(size)
                .putLong(stored)
                .putLong(header);
        int end = zip.position();
        zip.putInt(0x06064b50).position(end + 40).putLong(end - directory).putLong(directory);
        zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        int last = zip.position();
        zip.putInt(0x06054b50).position(last + 12).putInt(-1).putInt(-1).putShort((short) 0);
        return Arrays.copyOf(zip.array(), zip.position());
    }

    @Test
    void aCompressedEntryIsNoneOfATask() {
        Path file = new TaskArchive()
                .stored("METADATA", new byte[1], true)
                .compressed("TF_LITE_PREFILL_DECODE", new byte[1000])
                .writeTo(folder.resolve("model.task"));

        assertThat(refused(file)).contains("entry \"TF_LITE_PREFILL_DECODE\" is compressed or encrypted");
    }

    @Test
    void anArchiveWithoutAModelIsToldWithItsEntries() {
        Path file = new TaskArchive().stored("photo.jpg", new byte[1], true).writeTo(folder.resolve("photos.zip"));

        assertThat(refused(file)).contains("is a zip archive without a model").endsWith("Its entries: photo.jpg");
    }

    @Test
    void theFileOfLiteRtLmsOwnTestsIsRead() {
        Container container = Container.open(SharedData.require("models/litertlm_testdata/test_hf_tokenizer.litertlm"));

        assertThat(container.title()).isEqualTo("LiteRT-LM container 1.0.0");
        assertThat(container.says()).isEqualTo(Map.of("arch", "all", "version", "0.1"));
        List<Section> sections = container.sections();
        assertThat(sections).containsExactly(new Section("0", SectionKind.TOKENIZER_JSON, 16_384, 592_904, Map.of()));
        assertThat(ContainerTokenizer.of(container, sections.getFirst()))
                .isEqualTo(new ContainerTokenizer(TokenizerFormat.JSON, TokenizerKind.BPE, 2_104_556));
    }

    private static String refused(Path file) {
        return String.valueOf(assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> Container.open(file))
                .actual()
                .getMessage());
    }
}
