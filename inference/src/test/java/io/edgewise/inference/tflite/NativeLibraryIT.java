// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.NativeLibraryException;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.TestLibrary;
import io.edgewise.testkit.junit.ExpectLog;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Child.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibraryIT {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void theLibraryIsTheReleaseThatTheBindingWasWrittenFor() {
        assertThat(TestLibrary.lite().version()).isEqualTo("2.21.0");
        assertThat(TestLibrary.lite().file().path())
                .isAbsolute()
                .isRegularFile()
                .hasParent(TestLibrary.cache());
    }

    @Test
    void theShippedLibraryIsUnpackedOnceIntoAFolderOfItsOwner() throws IOException {
        // Given
        Path cache = folder.resolve("deep/er/cache");

        // When
        Path file = NativeLibrary.shipped(cache).path();
        Files.setLastModifiedTime(file, LONG_AGO);
        Path again = NativeLibrary.shipped(cache).path();

        // Then
        assertThat(again)
                .isEqualTo(file)
                .hasFileName("libtensorflowlite-" + Machine.current().sha256().substring(0, 16) + ".so");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
        assertThat(Sha256.of(file)).isEqualTo(Machine.current().sha256());
        assertThat(permissions(cache)).isEqualTo("rwx------");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(listing(cache)).containsExactly(file);
    }

    @Test
    @ExpectLog("was changed since it was unpacked; unpacking it again")
    void aChangedFileIsReplaced() throws IOException {
        // Given
        Path file = NativeLibrary.shipped(folder).path();
        Files.writeString(file, "something else");

        // When
        NativeLibrary.shipped(folder);

        // Then
        assertThat(Sha256.of(file)).isEqualTo(Machine.current().sha256());
        assertThat(listing(folder)).containsExactly(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
    void aFolderThatOthersMayWriteToIsRefused(String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> NativeLibrary.shipped(folder))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("cache folder " + folder + " can be written by others, who could then run code in this"
                        + " process: chmod 700 " + folder);
        assertThat(listing(folder)).isEmpty();
    }

    @Test
    void aFolderThatOthersMayReadIsUsed() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(NativeLibrary.shipped(folder).path()).isRegularFile();
    }

    @Test
    void aFolderWithoutAnyPermissionIsRefusedOrUsedButNeverAFailureOfOurs() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            // The superuser may still write to it.
            assertThat(NativeLibrary.shipped(closed).path()).isRegularFile();
        } catch (NativeLibraryException e) {
            assertThat(e).hasMessageContaining(closed.toString()).hasMessageContaining("set EDGEWISE_CACHE");
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("cache"), "x");

        assertThatThrownBy(() -> NativeLibrary.shipped(file))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageStartingWith("cache folder " + file + " can't be used (")
                .hasMessageEndingWith("): set EDGEWISE_CACHE to a folder that can");
        assertThatThrownBy(() -> NativeLibrary.shipped(file.resolve("below")))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageContaining("set EDGEWISE_CACHE");
    }

    @Test
    void aPlaceWhereNothingCanBeMadeIsNamed() {
        assertThatThrownBy(() -> NativeLibrary.shipped(Path.of("/proc/edgewise")))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageStartingWith("cache folder /proc/edgewise can't be used (");
    }

    @Test
    void aFolderInPlaceOfTheFileIsNamed() throws IOException {
        Path file = NativeLibrary.shipped(folder).path();
        Files.delete(file);
        Files.createDirectories(file.resolve("full"));

        assertThatThrownBy(() -> NativeLibrary.shipped(folder))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theCacheIsWhereTheEnvironmentSays() {
        Path home = Path.of(System.getProperty("user.home"));
        assertThat(NativeLibrary.defaultCache(
                        Map.of("EDGEWISE_CACHE", "/a", "CACHE_DIRECTORY", "/b", "XDG_CACHE_HOME", "/c")))
                .isEqualTo(Path.of("/a"));
        assertThat(NativeLibrary.defaultCache(
                        Map.of("EDGEWISE_CACHE", " ", "CACHE_DIRECTORY", "/b", "XDG_CACHE_HOME", "/c")))
                .isEqualTo(Path.of("/b"));
        assertThat(NativeLibrary.defaultCache(Map.of("XDG_CACHE_HOME", "/c"))).isEqualTo(Path.of("/c/edgewise"));
        assertThat(NativeLibrary.defaultCache(Map.of())).isEqualTo(home.resolve(".cache/edgewise"));
    }

    @Test
    void aLibraryOfASiteIsLoadedFromItsPlace() {
        // Given
        Path shipped = NativeLibrary.shipped(TestLibrary.cache()).path();

        // When
        NativeLibrary own = NativeLibrary.at(shipped);

        // Then
        assertThat(own.path()).isEqualTo(shipped);
        assertThat(TensorFlowLite.load(own).version()).isEqualTo("2.21.0");
    }

    @Test
    void aLibraryForAnotherMachineIsRefusedBeforeItIsLoaded() throws IOException {
        // Given
        Machine other = Machine.current() == Machine.ARM64 ? Machine.X86_64 : Machine.ARM64;
        Path library = folder.resolve("other.so");
        try (InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(other.resource())) {
            Files.copy(Objects.requireNonNull(in), library);
        }
        assertThat(Sha256.of(library)).isEqualTo(other.sha256());

        // When, then
        assertThatThrownBy(() -> NativeLibrary.at(library))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageStartingWith("native library " + library + " was built for ")
                .hasMessageContaining("64-bit ARM (aarch64)")
                .hasMessageContaining(", this machine is ")
                .hasMessageContaining("64-bit x86 (x86_64)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "#!/bin/sh\n", "a text that is longer than the header of a library, but none all the same"})
    void aFileThatIsNoLibraryIsCalledSo(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("text.so"), content);

        assertThatThrownBy(() -> NativeLibrary.at(file))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("native library " + file + " is not a Linux shared library");
    }

    @Test
    void aMissingLibraryIsNamed() {
        assertThatThrownBy(() -> NativeLibrary.at(folder.resolve("none.so")))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("native library " + folder.resolve("none.so") + " is not there");
        assertThatThrownBy(() -> NativeLibrary.at(folder))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("native library " + folder + " is not a file");
    }

    @Test
    void aLibraryWithoutTheFunctionsOfTensorFlowLiteIsRefused() {
        Path libm = Stream.of("/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6", "/lib64/libm.so.6")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("skipped: no libm.so.6 where Debian or Fedora have it"));
        NativeLibrary library = NativeLibrary.at(libm);

        assertThatThrownBy(() -> TensorFlowLite.load(library))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageStartingWith("native library " + library.path() + " has no function TfLite")
                .hasMessageEndingWith(": it is not a TensorFlow Lite C library of 2.19 or later");
    }

    @Test
    void aLibraryThatWasCutShortIsRefusedAndDoesNotEndTheProcess() throws IOException {
        // Given
        byte[] whole =
                Files.readAllBytes(NativeLibrary.shipped(TestLibrary.cache()).path());
        int[] lengths = {64, 1000, 4096, 100_000, whole.length / 2, whole.length - 100_000, whole.length - 4096};
        String[] files = Arrays.stream(lengths)
                .mapToObj(length -> write(folder.resolve(length + ".so"), Arrays.copyOf(whole, length)))
                .toArray(String[]::new);

        // When
        try (Child child = Child.program(LoadLibrary.class.getName())
                .jvmArguments("--enable-native-access=ALL-UNNAMED", "-XX:ErrorFile=" + folder.resolve("crash.log"))
                .arguments(files)
                .start()) {

            // Then
            assertThat(child.awaitExit(LIMIT))
                    .as(() -> child.lines().all().toString())
                    .isZero();
            List<String> said = child.lines(Source.STDOUT);
            assertThat(said).hasSize(files.length);
            for (int i = 0; i < files.length; i++) {
                assertThat(said.get(i))
                        .startsWith("native library " + files[i] + " was cut short: it has " + lengths[i]
                                + " bytes, its header speaks of ")
                        .endsWith("; copy it again");
            }
        }
    }

    private static String write(Path file, byte[] content) {
        try {
            return Files.write(file, content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<Path> listing(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
