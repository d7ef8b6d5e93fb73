// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.inference.bundle.BundleSignature;
import io.edgewise.inference.bundle.BundleVerification;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.document.Printable;
import io.edgewise.inference.signing.TrustedKeys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise bundle verify`: is it whole, and whose is it?
@Command(
        name = "verify",
        description = "Reads every byte of a bundle: sizes and SHA-256 as bundle.json says, nothing there that it does"
                + " not list but documents, and, with --key, a signature by that key. Runs no model.",
        mixinStandardHelpOptions = true)
final class BundleVerifyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "BUNDLE", description = "a bundle directory, or the name of one that ships")
    private Path bundle = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "PEM file with a public key; several: any one of them may have signed")
    private List<Path> keys = List.of();

    @Override
    public Integer call() {
        Path directory = Home.bundle(bundle);
        BundleVerification verified = verified(directory);
        PrintWriter out = Terminal.out(spec);
        line(out, directory + ": " + verified.id());
        line(
                out,
                String.format(
                        Locale.ROOT,
                        "  files      %d as bundle.json says, %,d bytes",
                        verified.files().size(),
                        verified.bytes()));
        if (!verified.documents().isEmpty()) {
            line(out, "  documents  " + String.join(", ", verified.documents()) + " (not listed, read by no program)");
        }
        line(out, "  signature  " + signature(directory, verified));
        out.flush();
        return ExitCode.OK;
    }

    private BundleVerification verified(Path directory) {
        if (keys.isEmpty()) {
            return BundleVerification.of(DescriptorFile.read(directory));
        }
        TrustedKeys trusted = TrustedKeys.read(keys);
        return BundleVerification.of(DescriptorFile.read(directory), trusted);
    }

    private static String signature(Path directory, BundleVerification verified) {
        return verified.signer()
                .map(key -> "by " + key)
                .orElseGet(() ->
                        BundleSignature.isIn(directory) ? "not looked at: say with --key whose it must be" : "none");
    }

    private static void line(PrintWriter out, String text) {
        out.println(Printable.line(text));
    }
}
