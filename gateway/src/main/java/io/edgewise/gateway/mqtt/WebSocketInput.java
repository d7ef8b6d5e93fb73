// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// What comes in through a WebSocket, as a stream of bytes: MQTT pays no heed to the borders of frames and
/// messages (MQTT 5.0 section 6). One piece is asked for at a time, when the last has been read: a reader that
/// waits holds the Server back.
///
/// Thread-safe: one lock.
final class WebSocketInput implements WebSocket.Listener {
    private final Object lock = new Object();
    private final CompletableFuture<Void> ending = new CompletableFuture<>();
    private final InputStream stream = new Stream();
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private @Nullable WebSocket source;
    private @Nullable IOException failure;
    private boolean ended;

    InputStream stream() {
        return stream;
    }

    /// Done when there is nothing more to come; what waits for the Server need not wait any more.
    CompletableFuture<Void> ending() {
        return ending;
    }

    /// There is nothing more to come.
    ///
    /// @param why when that is not in order
    void end(Optional<IOException> why) {
        synchronized (lock) {
            if (!ended) {
                ended = true;
                failure = why.orElse(null);
                lock.notifyAll();
            }
        }
        boolean first = ending.complete(null);
        assert first || ending.isDone();
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        synchronized (lock) {
            source = webSocket;
        }
        webSocket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
        if (!copy.hasRemaining()) {
            webSocket.request(1);
            return null;
        }
        synchronized (lock) {
            piece = copy;
            lock.notifyAll();
        }
        return null;
    }

    /// MQTT 5.0 [MQTT-6.0.0-1].
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        end(Optional.of(new WebSocketRefusedException(
                "the broker sent text through the WebSocket, where MQTT is binary: check the path in broker.url")));
        webSocket.abort();
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        end(Optional.empty());
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end(Optional.of(error instanceof IOException e ? e : new IOException(error)));
    }

    private final class Stream extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            WebSocket exhausted = null;
            int count;
            synchronized (lock) {
                if (!await()) {
                    return -1;
                }
                count = Math.min(length, piece.remaining());
                piece.get(into, offset, count);
                if (!piece.hasRemaining()) {
                    exhausted = source;
                }
            }
            if (exhausted != null) {
                exhausted.request(1);
            }
            return count;
        }

        /// @return false at the end
        private boolean await() throws IOException {
            try {
                while (!piece.hasRemaining() && !ended) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading");
            }
            if (piece.hasRemaining()) {
                return true;
            }
            if (failure != null) {
                throw failure;
            }
            return false;
        }

        @Override
        public int available() {
            synchronized (lock) {
                return piece.remaining();
            }
        }
    }
}
