// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.ConfigurationFile;
import io.edgewise.gateway.Gateway;
import io.edgewise.gateway.systemd.ServiceNotifications;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `edgewise run`: the gateway, until it is told to stop.
@Command(name = "run", description = "Runs the gateway until it is stopped.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the configuration")
    private Path config = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        Gateway gateway = Gateway.start(new ConfigurationFile(config));
        CountDownLatch stopped = stopOnSignal(gateway);
        ServiceNotifications.begin(gateway, System.getenv());
        try {
            gateway.awaitReady();
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
        LOG.atInfo().log(
                "ready after {} ms; health at http://127.0.0.1:{}/health/ready", uptimeMillis(), gateway.httpPort());
        stopped.await();
        return ExitCode.OK;
    }

    /// SIGTERM and Ctrl-C: what is in work is settled before the process ends.
    private static CountDownLatch stopOnSignal(Gateway gateway) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    LOG.atInfo().log("stopping: finishing what is in work");
                    gateway.close();
                    stopped.countDown();
                }));
        return stopped;
    }

    private static long uptimeMillis() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }
}
