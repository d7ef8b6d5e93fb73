// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.process;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// What [ChildIT] starts.
final class ChildProgram {
    private ChildProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        switch (arguments[0]) {
            case "echo" -> echo(arguments[1]);
            case "wait" -> waitForASignal();
            case "lines" -> lines(Integer.parseInt(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void echo(String argument) {
        System.out.println(argument);
        System.out.println(System.getenv("EDGEWISE_TEST"));
        System.out.println(Path.of("").toAbsolutePath());
        System.err.println("to stderr");
        System.exit(3);
    }

    private static void waitForASignal() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("HOOK")));
        System.out.println("READY " + ProcessHandle.current().pid());
        new CountDownLatch(1).await();
    }

    private static void lines(int count) {
        for (int i = 0; i < count; i++) {
            System.out.println("line " + i);
        }
    }
}
