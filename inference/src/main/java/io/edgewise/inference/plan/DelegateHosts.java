// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.worker.DelegateHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The hosts of the vendors' delegates, one for each as it is configured, shared by all models and lanes.
/// Thread-safe: one lock.
public final class DelegateHosts implements AutoCloseable {
    private final Map<VendorDelegate, DelegateHost> hosts = new HashMap<>();

    DelegateHosts() {}

    /// The host of a delegate; it starts no process before a graph is opened.
    public synchronized DelegateHost of(VendorDelegate delegate) {
        return hosts.computeIfAbsent(delegate, vendor -> new DelegateHost(vendor.worker()));
    }

    /// Ends all workers.
    @Override
    public void close() {
        List<DelegateHost> all;
        synchronized (this) {
            all = new ArrayList<>(hosts.values());
        }
        all.forEach(DelegateHost::close);
    }
}
