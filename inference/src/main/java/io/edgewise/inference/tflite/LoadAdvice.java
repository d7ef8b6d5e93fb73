// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

/// What to do about a sentence of the dynamic loader.
final class LoadAdvice {
    static final String SYSTEMS = " It runs on Debian 12, Ubuntu 22.04, Raspberry Pi OS 12, JetPack 6 or later.";

    private LoadAdvice() {}

    static String of(String loaderError) {
        if (loaderError.contains("GLIBC")) {
            return " The library needs glibc " + GlibcVersion.NEEDED + " and libstdc++ 3.4.30." + SYSTEMS;
        }
        if (loaderError.contains("wrong ELF class") || loaderError.contains("invalid ELF header")) {
            return " It was built for another machine, or it is damaged: this one is " + System.getProperty("os.arch")
                    + ".";
        }
        if (loaderError.contains("failed to map segment")) {
            return " Its folder is mounted noexec: set cache to a folder from which programs may run.";
        }
        if (loaderError.contains("libstdc++") || loaderError.contains("libgcc_s")) {
            return " Install libstdc++6 and libgcc-s1.";
        }
        return "";
    }
}
