# SPDX-License-Identifier: Apache-2.0
"""Trains Edgewise's encoders on the processor. The command is `training/train`; training/README.md says what it makes."""
