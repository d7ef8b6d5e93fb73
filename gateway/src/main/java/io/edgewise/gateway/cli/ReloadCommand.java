// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.HttpConfiguration;
import io.edgewise.gateway.http.HttpEndpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `edgewise reload`: has a running gateway apply its changed configuration.
@Command(
        name = "reload",
        description = "Has the running gateway apply its changed configuration; it loses nothing, and keeps the former"
                + " configuration when the new one can't be used.",
        mixinStandardHelpOptions = true)
final class ReloadCommand implements Callable<Integer> {
    /// Models are opened and tested, routes are settled.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "the configuration that the gateway was started with")
    private Path config = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        GatewayConfiguration configuration = ConfigurationReader.read(config);
        HttpConfiguration http = configuration.http();
        if (http.port() == 0) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION,
                    "http.port is 0, so nobody knows where the gateway listens: give it a port, or set"
                            + " lifecycle.watch");
        }
        HttpResponse<String> answer =
                ask(URI.create("http://" + host(http.bind()) + ":" + http.port() + "/api/v1/reload"));
        PrintWriter out = Terminal.out(spec);
        out.print(answer.body());
        out.flush();
        return answer.statusCode() == 200 ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String host(String bind) {
        return bind.contains(":") ? "[" + bind + "]" : bind;
    }

    private static HttpResponse<String> ask(URI address) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header(HttpEndpoint.ASKED_BY, "edgewise reload")
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.UNAVAILABLE,
                    "no gateway answers at " + address.getHost() + ":" + address.getPort()
                            + " (http.bind and http.port of the configuration): is it running, and were they changed since?");
        }
    }
}
