// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// What goes out through a WebSocket: one binary message at each flush, which waits until it has been written.
/// Confined to the thread that writes.
final class WebSocketOutput extends OutputStream {
    private final WebSocket socket;
    private final WebSocketInput input;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    /// @param input of the same connection: its end frees a flush that waits for a Server that does not read
    WebSocketOutput(WebSocket socket, WebSocketInput input) {
        this.socket = socket;
        this.input = input;
    }

    @Override
    public void write(int oneByte) {
        waiting.write(oneByte);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        waiting.write(from, offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (waiting.size() == 0) {
            return;
        }
        ByteBuffer message = ByteBuffer.wrap(waiting.toByteArray());
        waiting.reset();
        CompletableFuture<WebSocket> sent = socket.sendBinary(message, true);
        try {
            Object first = CompletableFuture.anyOf(sent, input.ending()).get();
            if (!socket.equals(first)) {
                throw new IOException("the WebSocket has ended");
            }
        } catch (ExecutionException e) {
            throw new IOException("the WebSocket has ended", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing");
        }
    }
}
