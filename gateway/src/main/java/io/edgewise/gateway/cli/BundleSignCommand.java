// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.inference.bundle.BundleSignature;
import io.edgewise.inference.bundle.BundleVerification;
import io.edgewise.inference.document.Printable;
import io.edgewise.inference.signing.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise bundle sign`: a signature beside `bundle.json`.
@Command(
        name = "sign",
        description = "Verifies a bundle's files and writes bundle.json.sig: the Ed25519 signature of bundle.json,"
                + " which lists every file with its SHA-256. Takes the place of a signature that is there.",
        mixinStandardHelpOptions = true)
final class BundleSignCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "BUNDLE", description = "a bundle directory, or the name of one that ships")
    private Path bundle = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "PEM file with the private key, as edgewise bundle key makes it")
    private Path key = Path.of("");

    @Override
    public Integer call() throws IOException {
        SigningKey signing = SigningKey.read(key);
        Path directory = Home.bundle(bundle);
        BundleVerification verified = BundleSignature.sign(directory, signing);
        PrintWriter out = Terminal.out(spec);
        out.println(Printable.line(verified.id() + " is signed: " + directory.resolve(BundleSignature.FILE)));
        out.flush();
        return ExitCode.OK;
    }
}
