// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How much memory this machine has, or this container may use.
final class PhysicalMemory {
    private PhysicalMemory() {}

    static long bytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
