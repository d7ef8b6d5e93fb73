// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.inference.document.Printable;
import io.edgewise.inference.signing.KeyPairFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise bundle key`: a new key pair to sign with.
@Command(
        name = "key",
        description = "Makes a new Ed25519 key pair: the private key in FILE, for its owner alone, and the public one"
                + " beside it (release.pem and release.pub). Overwrites nothing.",
        mixinStandardHelpOptions = true)
final class BundleKeyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "FILE", description = "where the private key goes, such as release.pem")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        KeyPairFiles pair = KeyPairFiles.make(file);
        PrintWriter out = Terminal.out(spec);
        out.println(Printable.line("private  " + pair.privateKey() + "  keep it off every board"));
        out.println(Printable.line("public   " + pair.publicKey().file() + "  fingerprint "
                + pair.publicKey().fingerprint()));
        out.flush();
        return ExitCode.OK;
    }
}
