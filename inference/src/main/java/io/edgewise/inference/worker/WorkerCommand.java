// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The command that starts a worker: the JVM, the classes and the kind of path that this process has. Immutable.
///
/// @param module the name of our module, if this process has modules; else everything is on the class path
/// @param properties system properties of this process
record WorkerCommand(Optional<String> module, Map<String, String> properties) {
    /// Small, because what needs memory is native. What the JVM says of a crash is read from its output; a file
    /// of it and a dump of memory would fill a small disk.
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-Xss512k",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-Xlog:disable");

    /// Where a JVM finds options beside its command. A site means them for the gateway: with another collector in
    /// them the worker's JVM would refuse to start.
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /// For a child of this process.
    static WorkerCommand ofThisProcess() {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().forEach((key, value) -> properties.put(key.toString(), value.toString()));
        return new WorkerCommand(
                Optional.ofNullable(DelegateWorker.class.getModule().getName()), properties);
    }

    /// @param socket where the worker finds its host
    List<String> words(Path socket) {
        String program = DelegateWorker.class.getName();
        List<String> command = new ArrayList<>();
        command.add(Path.of(property("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        if (!property("java.class.path").isEmpty()) {
            command.addAll(List.of("-cp", property("java.class.path")));
        }
        if (module.isPresent()) {
            command.addAll(
                    List.of("--enable-native-access=" + module.get(), "--module-path", property("jdk.module.path")));
            command.addAll(List.of("--module", module.get() + "/" + program));
        } else {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", program));
        }
        command.add(socket.toString());
        return command;
    }

    /// The process to be started, with this process's environment.
    ///
    /// @param socket where the worker finds its host
    ProcessBuilder builder(Path socket) {
        ProcessBuilder builder = new ProcessBuilder(words(socket)).redirectErrorStream(true);
        builder.environment().keySet().removeAll(OPTION_VARIABLES);
        return builder;
    }

    private String property(String name) {
        return properties.getOrDefault(name, "");
    }
}
