#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Signs a release with an Ed25519 key, which is made when it is not there.
#
#   sign.sh DIRECTORY KEY    leaves DIRECTORY/SHA256SUMS.sig, and KEY.pub beside the key
set -eu

if [ ! -f "$2" ]; then
  (umask 077 && openssl genpkey -algorithm ed25519 -out "$2")
  openssl pkey -in "$2" -pubout -out "$2.pub"
fi
openssl pkeyutl -sign -inkey "$2" -rawin -in "$1/SHA256SUMS" -out "$1/SHA256SUMS.sig"
