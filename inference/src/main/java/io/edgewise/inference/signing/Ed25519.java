// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.List;
import java.util.Optional;

/// The Java platform's Ed25519 (RFC 8032).
final class Ed25519 {
    private static final String NAME = "Ed25519";
    /// Other kinds of keys that a file may hold, to be named in a sentence.
    private static final List<String> OTHERS = List.of("RSA", "EC", "Ed448", "X25519", "X448", "DSA", "DH");

    private Ed25519() {}

    static KeyFactory keys() {
        try {
            return KeyFactory.getInstance(NAME);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance(NAME).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    private static Signature signature() {
        try {
            return Signature.getInstance(NAME);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signing = signature();
            signing.initSign(key);
            signing.update(content);
            return signing.sign();
        } catch (InvalidKeyException | SignatureException e) {
            throw new IllegalStateException("an Ed25519 key signs anything", e);
        }
    }

    /// Bytes that can be no signature are a wrong one.
    static boolean verify(PublicKey key, byte[] content, byte[] signature) {
        try {
            Signature verifying = signature();
            verifying.initVerify(key);
            verifying.update(content);
            return verifying.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the key was read as an Ed25519 key", e);
        }
    }

    /// How a key is made of what a file holds.
    interface Reading {
        Object key(KeyFactory factory) throws GeneralSecurityException;
    }

    /// The name of the algorithm that a key is of, if it is a well-known other one.
    static Optional<String> otherAlgorithm(Reading reading) {
        return OTHERS.stream().filter(name -> isKey(name, reading)).findFirst();
    }

    private static boolean isKey(String algorithm, Reading reading) {
        try {
            Object unused = reading.key(KeyFactory.getInstance(algorithm));
            assert unused != null;
            return true;
        } catch (GeneralSecurityException e) {
            return false; // of another algorithm
        }
    }

    private static IllegalStateException missing(NoSuchAlgorithmException e) {
        return new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
}
