// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;

/// A WebSocket in front of a Server that speaks plain MQTT, on loopback; what the Server says goes out in the way
/// that the test wants.
final class WebSocketBridge implements AutoCloseable {
    /// How the Server's bytes are framed. RFC 6455 allows all of it.
    enum Framing {
        /// As they come.
        WHOLE {
            @Override
            void send(ServerWebSocket to, Buffer data) {
                to.writeBinaryMessage(data).onFailure(e -> to.close());
            }
        },
        /// A ping before each message, as proxies and brokers send it to keep a connection open.
        PINGING {
            @Override
            void send(ServerWebSocket to, Buffer data) {
                to.writePing(Buffer.buffer("still there?")).onFailure(e -> to.close());
                WHOLE.send(to, data);
            }
        },
        /// Each message in two fragments.
        FRAGMENTED {
            @Override
            void send(ServerWebSocket to, Buffer data) {
                int half = data.length() / 2;
                to.writeFrame(WebSocketFrame.binaryFrame(data.getBuffer(0, half), false))
                        .onFailure(e -> to.close());
                to.writeFrame(WebSocketFrame.continuationFrame(data.getBuffer(half, data.length()), true))
                        .onFailure(e -> to.close());
            }
        },
        /// A message for each byte.
        SCATTERED {
            @Override
            void send(ServerWebSocket to, Buffer data) {
                for (int i = 0; i < data.length(); i++) {
                    WHOLE.send(to, data.getBuffer(i, i + 1));
                }
            }
        },
        /// Text, where MQTT must be binary.
        TEXT {
            @Override
            void send(ServerWebSocket to, Buffer data) {
                to.writeTextMessage("hello").onFailure(e -> to.close());
            }
        };

        abstract void send(ServerWebSocket to, Buffer data);
    }

    private final HttpServer http;

    private WebSocketBridge(HttpServer http) {
        this.http = http;
    }

    static WebSocketBridge start(Vertx vertx, int port, Framing framing) throws Exception {
        return start(vertx, port, framing, speaking());
    }

    private static HttpServerOptions speaking() {
        return new HttpServerOptions()
                .addWebSocketSubProtocol("mqtt")
                .setMaxWebSocketFrameSize(1 << 20)
                .setMaxWebSocketMessageSize(1 << 20);
    }

    static HttpServerOptions tls(TlsFiles files) {
        return speaking()
                .setSsl(true)
                .setKeyCertOptions(
                        new PfxOptions().setPath(files.store().toString()).setPassword(new String(TlsFiles.PASSWORD)));
    }

    static WebSocketBridge start(Vertx vertx, int port, Framing framing, HttpServerOptions options) throws Exception {
        NetClient client = vertx.createNetClient();
        HttpServer http = vertx.createHttpServer(options);
        http.webSocketHandshakeHandler(handshake -> {
            if (handshake.path().equals("/mqtt")) {
                handshake.accept().onSuccess(WebSocketBridge::nothingYet).onFailure(e -> http.close());
            } else {
                handshake.reject(404).onFailure(e -> http.close());
            }
        });
        http.webSocketHandler(web -> {
            web.pause();
            client.connect(port, "127.0.0.1")
                    .onSuccess(mqtt -> join(web, mqtt, framing))
                    .onFailure(e -> web.close());
        });
        return new WebSocketBridge(http.listen(0, "127.0.0.1").await());
    }

    private static void nothingYet(ServerWebSocket web) {
        // The handler of WebSockets takes it from here.
    }

    private static void join(ServerWebSocket web, NetSocket mqtt, Framing framing) {
        web.handler(data -> mqtt.write(data).onFailure(e -> web.close()));
        mqtt.handler(data -> framing.send(web, data));
        mqtt.closeHandler(end -> web.close());
        web.closeHandler(end -> mqtt.close());
        web.resume();
    }

    int port() {
        return http.actualPort();
    }

    @Override
    public void close() {
        http.close().await();
    }
}
