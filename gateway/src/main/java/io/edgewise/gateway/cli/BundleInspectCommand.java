// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.importer.container.Container;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise bundle inspect`: what is in a bundle or a model file, and what runs where on this board.
@Command(
        name = "inspect",
        description = "Shows what is in a bundle or a .tflite file: signatures, operators, what"
                + " each delegate takes of them on this board, sizes, labels; and what is in a .litertlm or .task file,"
                + " which is not run.",
        mixinStandardHelpOptions = true)
final class BundleInspectCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1",
            paramLabel = "DIR|FILE",
            description = "a bundle directory, the name of one that ships, or a .tflite, .litertlm or .task file")
    private Path what = Path.of("");

    @Option(names = "--json", description = "write JSON instead of tables")
    private boolean json;

    @Override
    public Integer call() {
        Path found = Home.bundle(what);
        PrintWriter out = Terminal.out(spec);
        if (Container.isOne(found)) {
            container(ContainerInspection.of(Container.open(found)), out);
        } else {
            model(Inspection.of(found), out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private void model(Inspection inspection, PrintWriter out) {
        if (json) {
            out.println(InspectionJson.of(inspection));
        } else {
            InspectionTable.print(inspection, out);
        }
    }

    private void container(ContainerInspection inspection, PrintWriter out) {
        if (json) {
            out.println(ContainerJson.of(inspection));
        } else {
            ContainerTable.print(inspection, out);
        }
    }
}
