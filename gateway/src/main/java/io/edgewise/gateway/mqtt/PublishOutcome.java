// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

/// What became of a publish. A lost connection is no outcome: the out-link sends again when it is back.
public sealed interface PublishOutcome {
    /// The Server has the message: its PUBACK had a Reason Code below 0x80.
    record Accepted() implements PublishOutcome {}

    /// The Server will not take this message, now or later.
    ///
    /// @param reasonCode as in the PUBACK; 0 when the message could not even be sent
    /// @param explanation a sentence with the limit and what to do
    record Refused(int reasonCode, String explanation) implements PublishOutcome {}

    /// It waited longer than it was wanted, and was not sent after that.
    record Late() implements PublishOutcome {}

    /// The link was closed first; the Server may or may not have the message.
    record Abandoned() implements PublishOutcome {}
}
