// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.demo.Demo;
import io.edgewise.gateway.demo.DemoTable;
import io.edgewise.gateway.logging.EdgewiseLogging;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `edgewise demo`: see it work.
@Command(
        name = "demo",
        description = {
            "Starts a broker and a gateway in this process and shows what sample messages are answered.",
            "Then it stays up for messages of your own."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--once", description = "end after the samples; exit code 1 when one had no answer")
    private boolean once;

    @Option(
            names = "--generate",
            description =
                    "texts are written, too: JSON for notes, and answers as they come; needs models/smollm2, which"
                            + " models/get-smollm2 gets")
    private boolean generate;

    @Override
    public Integer call() throws InterruptedException {
        EdgewiseLogging.quiet();
        PrintWriter out = Terminal.out(spec);
        DemoTable table = new DemoTable(out, Terminal.columns(), Terminal.hasColours());
        try (Demo demo = Demo.start(Home.path(), table, generate)) {
            Demo.Outcome outcome = demo.play();
            if (!once) {
                demo.follow();
            }
            return outcome.unanswered() == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
