// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Child.Source;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that is a Java module uses this one as a module. (The other tests have everything on the class path.)
class ModularProgramIT {
    private static final Set<String> AUTOMATIC = Set.of("re2j", "com.google.i18n.phonenumbers.libphonenumber");

    private static final String PROGRAM = """
            package org.example;

            public final class Program {
                public static void main(String[] arguments) {
                    io.edgewise.inference.pattern.PatternExtractor patterns =
                            new io.edgewise.inference.pattern.PatternExtractor(
                                    io.edgewise.inference.pattern.PatternOptions.defaults());
                    System.out.println(patterns.extract("call +1 415 555 0132", java.time.Instant.EPOCH));
                    io.edgewise.inference.example.ClassifyText.main(arguments);
                }
            }
            """;

    @TempDir
    Path folder;

    /// The modules among what is on the class path here, with the two that have a name without being one.
    private static List<Path> modulePath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(ModularProgramIT::isModule)
                .toList();
    }

    private static boolean isModule(Path entry) {
        if (Files.isDirectory(entry)) {
            return Files.exists(entry.resolve("module-info.class"));
        }
        try (JarFile jar = new JarFile(entry.toFile(), false, JarFile.OPEN_READ, Runtime.version())) {
            return jar.getEntry("module-info.class") != null
                    || ModuleFinder.of(entry).findAll().stream()
                            .anyMatch(found ->
                                    AUTOMATIC.contains(found.descriptor().name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aModuleClassifiesASentence() throws IOException {
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("moderation"));
        List<Path> modulePath = new ArrayList<>(modulePath());
        modulePath.add(compile(modulePath));

        try (Child child = Child.module(modulePath, "org.example", "org.example.Program")
                .jvmArguments("--enable-native-access=io.edgewise.inference", "--illegal-native-access=deny")
                .environment("EDGEWISE_CACHE", TestLibrary.cache().toString())
                .arguments(bundle.toString(), "the pump is hot")
                .start()) {
            assertThat(child.awaitExit(Duration.ofMinutes(1)))
                    .as(() -> child.lines().all().toString())
                    .isZero();
            assertThat(child.lines(Source.STDOUT))
                    .satisfiesExactly(
                            patterns -> assertThat(patterns).contains("+14155550132"),
                            answer -> assertThat(answer).startsWith("Moderation[verdict="));
        }
    }

    private Path compile(List<Path> modulePath) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path program = Files.writeString(sources.resolve("Program.java"), PROGRAM);
        Path info = Files.writeString(
                sources.resolve("module-info.java"), "module org.example { requires io.edgewise.inference; }");
        String example = Files.readString(
                ProjectRoot.path("inference/src/test/java/io/edgewise/inference/example/ClassifyText.java"));
        Path classify = Files.writeString(
                sources.resolve("ClassifyText.java"), example.replace("final class", "public final class"));
        Path classes = folder.resolve("classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            String path = modulePath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            List<String> options = List.of("-Xlint:all", "-Werror", "-proc:none", "-p", path, "-d", classes.toString());
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjects(program, info, classify))
                    .call();
            assertThat(compiled).as(said::toString).isTrue();
        }
        return classes;
    }

    /// What is not exported can't be called from outside; what is exported needs nothing that is not there.
    @Test
    void theModuleShowsWhatIsMeantForOthers() {
        ModuleFinder finder = ModuleFinder.of(modulePath().toArray(Path[]::new));
        Configuration resolved =
                ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of("io.edgewise.inference"));

        assertThat(resolved.findModule("io.edgewise.natives.linux.x86_64")).isPresent();
        assertThat(resolved.findModule("io.edgewise.natives.linux.arm64")).isPresent();
        assertThat(finder.find("io.edgewise.inference")
                        .orElseThrow()
                        .descriptor()
                        .exports())
                .extracting(exports -> exports.source())
                .contains(NativeLibrary.class.getPackageName())
                .doesNotContain("io.edgewise.inference.document");
    }
}
