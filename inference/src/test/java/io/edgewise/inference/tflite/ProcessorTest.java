// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.NativeLibraryException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorTest {
    @Test
    void aRaspberryPi5IsReadAsItsCoresSay() {
        Processor pi5 = Processor.of("""
                processor\t: 0
                BogoMIPS\t: 108.00
                Features\t: fp asimd evtstrm aes crc32 atomics fphp asimdhp asimddp
                CPU implementer\t: 0x41
                CPU part\t: 0xd0b

                processor\t: 1
                Features\t: fp asimd evtstrm aes crc32 atomics fphp asimdhp asimddp
                CPU implementer\t: 0x41
                CPU part\t: 0xd0b
                """.lines().toList());

        assertThat(pi5.names()).containsExactly("0x41", "0xd0b");
        assertThat(pi5.has("asimddp")).isTrue();
        assertThat(pi5.has("i8mm")).isFalse();
    }

    @Test
    void onlyWhatAllCoresHaveCounts() {
        Processor mixed = Processor.of(List.of("Features : fp asimd asimddp", "Features : fp asimd"));

        assertThat(mixed.features()).containsExactly("asimd", "fp");
    }

    @Test
    void anotherProcessorHasAnotherKey() {
        Processor one = Processor.of(List.of("model name : A", "flags : avx2 fma"));

        assertThat(one.key())
                .isEqualTo(Processor.of(List.of("flags : fma avx2", "model name : A"))
                        .key());
        assertThat(one.key())
                .isNotEqualTo(
                        Processor.of(List.of("model name : A", "flags : avx2")).key());
        assertThat(one.key())
                .isNotEqualTo(Processor.of(List.of("model name : B", "flags : avx2 fma"))
                        .key());
    }

    @Test
    void thisBoardHasAProcessor() {
        assertThat(Processor.current().features()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.34", "2.36", "2.41.9000", "3.0"})
    void newerCLibrariesAreRight(String version) {
        GlibcVersion.require(Optional.of(GlibcVersion.parse(version)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.31", "2.33", "1.99"})
    void anOlderCLibraryIsToldBeforeAnythingIsLoaded(String version) {
        assertThatThrownBy(() -> GlibcVersion.require(Optional.of(GlibcVersion.parse(version))))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage(
                        "this system has glibc " + version + ", the native library needs 2.34. It runs on Debian 12,"
                                + " Ubuntu 22.04, Raspberry Pi OS 12, JetPack 6 or later.");
    }

    @Test
    void anotherCLibraryIsToldBeforeAnythingIsLoaded() {
        assertThatThrownBy(() -> GlibcVersion.require(Optional.empty()))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageStartingWith("this system's C library is not glibc (Alpine's is musl)");
    }

    @Test
    void thisSystemsCLibraryIsKnown() {
        assertThat(GlibcVersion.current()).isPresent();
    }
}
