// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings refused messages to where they are kept. Tells the first one of many that are refused for the same
/// reason, and when one can't be kept. Confined to the spool's thread.
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final RefusedMessages kept;
    private boolean isFailureTold;
    private String toldReason = "";

    Refusals(RefusedMessages kept) {
        this.kept = kept;
    }

    /// @return false when it is to be brought again
    boolean keep(OutgoingPublish publish, PublishOutcome.Refused refused) {
        try {
            kept.keep(publish, refused);
            isFailureTold = false;
            tell(refused.explanation());
            return true;
        } catch (IOException e) {
            if (!isFailureTold) {
                isFailureTold = true;
                LOG.atError()
                        .setCause(e)
                        .log(
                                "a message from the spool could neither be published ({}) nor written to the dead letters;"
                                        + " it stays in the spool. Check that the state folder can be written to",
                                refused.explanation());
            }
            return false;
        }
    }

    private void tell(String reason) {
        if (!reason.equals(toldReason)) {
            toldReason = reason;
            LOG.atWarn().log("a message from the spool was refused ({}); it is among the dead letters", reason);
        }
    }
}
