// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.NativeLibraryException;
import java.nio.file.Path;

/// The machines for which a native library ships, and how to tell whether a file was built for one.
enum Machine {
    X86_64("linux-x86_64", 62, "fe6884ba79d33230521e18effe111487daad40a4a30c1ffddb8d6701ab4756f3"),
    ARM64("linux-arm64", 183, "1ddeeba8b6b03173cdb2c052c5927c1803ff39f8a438f7fe9c6c412d4cfb0106");

    private final String folder;
    private final int elfMachine;
    private final String sha256;

    Machine(String folder, int elfMachine, String sha256) {
        this.folder = folder;
        this.elfMachine = elfMachine;
        this.sha256 = sha256;
    }

    /// The machine that this process runs on.
    static Machine current() {
        String architecture = System.getProperty("os.arch");
        String system = System.getProperty("os.name");
        if (!"Linux".equals(system)) {
            throw new NativeLibraryException("Edgewise runs on Linux, not on " + system);
        }
        return switch (architecture) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> ARM64;
            default ->
                throw new NativeLibraryException("no native library for " + architecture
                        + " ships: Edgewise runs on 64-bit x86 and 64-bit ARM. On a Raspberry Pi install the 64-bit"
                        + " system.");
        };
    }

    /// The library's resource in the jar that brings it.
    String resource() {
        return "org/bytedeco/tensorflowlite/" + folder + "/libjnitensorflowlite.so";
    }

    /// The artifact that is that jar.
    String artifact() {
        return "edgewise-natives-" + folder;
    }

    /// The digest of that library, pinned here so that a changed jar can't slip in.
    String sha256() {
        return sha256;
    }

    /// Fails with a sentence when the file is not a whole shared library for this machine: the loader's own text is
    /// cryptic, and half a library ends the process.
    void requireBuiltForThis(Path library) {
        ElfFile elf = ElfFile.read(library);
        if (elf.machine() != elfMachine) {
            throw new NativeLibraryException("native library " + library + " was built for " + elfName(elf.machine())
                    + ", this machine is " + elfName(elfMachine));
        }
        if (elf.isCutShort()) {
            throw new NativeLibraryException("native library " + library + " was cut short: it has " + elf.bytes()
                    + " bytes, its header speaks of " + elf.neededBytes() + "; copy it again");
        }
    }

    private static String elfName(int machine) {
        return switch (machine) {
            case 3 -> "32-bit x86";
            case 40 -> "32-bit ARM";
            case 62 -> "64-bit x86 (x86_64)";
            case 183 -> "64-bit ARM (aarch64)";
            case 243 -> "RISC-V";
            default -> "machine type " + machine;
        };
    }
}
