// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection through the JDK's WebSocket, as a socket. What is written is one message at each flush.
///
/// Used as the MQTT client uses sockets: connected by one thread, read by one, written by one, closed by any. A
/// read waits for ever; closing frees it.
final class WebSocketSocket extends Socket {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketSocket.class);
    private static final String SUBPROTOCOL = "mqtt";
    private static final long CLOSE_MILLIS = 500;

    private final URI uri;
    private final HttpClient client;
    private final WebSocketInput input = new WebSocketInput();
    private volatile @Nullable WebSocket open; // written by who connects, read by all
    private volatile boolean closed; // by any thread

    WebSocketSocket(URI uri, Optional<SSLContext> tls) {
        this.uri = uri;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        tls.ifPresent(
                context -> builder.sslContext(context).sslParameters(new SSLParameters(null, TlsSockets.protocols())));
        this.client = builder.build();
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        if (endpoint instanceof InetSocketAddress address && address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        try {
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols(SUBPROTOCOL)
                    .connectTimeout(Duration.ofMillis(timeoutMillis))
                    .buildAsync(uri, input)
                    .get(timeoutMillis, TimeUnit.MILLISECONDS);
            open = socket;
            if (!socket.getSubprotocol().equals(SUBPROTOCOL)) {
                throw new WebSocketRefusedException("no MQTT is spoken at " + uri + ": check the path in broker.url");
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw timedOut(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while connecting", e);
        } finally {
            if (open == null || closed) {
                client.shutdownNow();
            }
        }
    }

    private IOException failure(Throwable cause) {
        return switch (cause) {
            case WebSocketHandshakeException e ->
                new WebSocketRefusedException("the broker does not take WebSocket at " + uri + ", but answers HTTP "
                        + (e.getResponse() == null
                                ? "nonsense"
                                : e.getResponse().statusCode())
                        + ": check the path in broker.url");
            case HttpTimeoutException e -> timedOut(e);
            case ConnectException e -> refused(e);
            case IOException e -> e;
            default -> new IOException(cause);
        };
    }

    private static SocketTimeoutException timedOut(Exception cause) {
        SocketTimeoutException late = new SocketTimeoutException("WebSocket could not be opened in time");
        late.initCause(cause);
        return late;
    }

    /// The JDK's own has no message.
    private static ConnectException refused(ConnectException cause) {
        ConnectException refused = new ConnectException("Connection refused");
        refused.initCause(cause);
        return refused;
    }

    @Override
    public InputStream getInputStream() {
        return input.stream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        WebSocket socket = open;
        if (socket == null || closed) {
            throw new IOException("the WebSocket is not open");
        }
        return new WebSocketOutput(socket, input);
    }

    /// Reads wait for ever; the MQTT client sets a second, only to look whether it is still wanted.
    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public void shutdownInput() {
        input.end(Optional.empty());
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        input.end(Optional.empty());
        WebSocket socket = open;
        if (socket != null) {
            sayGoodbye(socket);
            socket.abort();
        }
        client.shutdownNow();
    }

    private static void sayGoodbye(WebSocket socket) {
        try {
            WebSocket ended = socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            assert ended != null;
        } catch (ExecutionException | TimeoutException e) {
            LOG.atDebug().setCause(e).log("the WebSocket was not closed in order");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
