// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;

/// A tokenizer whose work is counted: its classes are loaded once more, with a counter in each basic block of
/// their code and in the library calls that copy or fill arrays. So a loop that is quadratic is seen, and time
/// plays no part.
///
/// What the JDK's and RE2's engines do inside is not counted. Confined to one thread.
final class CountedWork {

    private static final String PACKAGE = CountedWork.class.getPackageName() + ".";

    /// What the counted classes call. Public, because they are of another loader.
    public static final class Counter {
        private static long work;

        private Counter() {}

        public static void block() {
            work++;
        }

        public static void arraycopy(Object from, int start, Object to, int at, int length) {
            work += length;
            System.arraycopy(from, start, to, at, length);
        }

        public static void fill(int[] array, int from, int to, int value) {
            work += to - from;
            Arrays.fill(array, from, to, value);
        }
    }

    private final Object tokenizer;
    private final Method encode;

    private CountedWork(Object tokenizer, Method encode) {
        this.tokenizer = tokenizer;
        this.encode = encode;
    }

    static CountedWork read(TokenizerKind kind, Path file) throws ReflectiveOperationException {
        var loader = new Loader();
        Class<?> kinds = loader.loadClass(PACKAGE + "TokenizerKind");
        Class<?> options = loader.loadClass(PACKAGE + "WordPieceOptions");
        Method read = kinds.getMethod("read", Path.class, options, String.class);
        Object counted = kinds.getMethod("valueOf", String.class).invoke(null, kind.name());
        Object uncased = options.getMethod("uncased").invoke(null);
        Object tokenizer = read.invoke(counted, file, uncased, "[^\\w']+");
        Class<?> type = loader.loadClass(PACKAGE + "Tokenizer");
        return new CountedWork(tokenizer, type.getMethod("encode", String.class));
    }

    /// How much work it is to encode `text`, in basic blocks and array elements.
    long encode(String text) throws ReflectiveOperationException {
        Counter.work = 0;
        Object encoding = encode.invoke(tokenizer, text);
        if (encoding == null) {
            throw new AssertionError("no encoding");
        }
        return Counter.work;
    }

    /// Defines the classes of the package anew.
    private static final class Loader extends ClassLoader {

        Loader() {
            super(CountedWork.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE) || name.startsWith(CountedWork.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new AssertionError("no class file of " + name);
                }
                byte[] counted = ClassFile.of()
                        .transformClass(
                                ClassFile.of().parse(in.readAllBytes()),
                                ClassTransform.transformingMethodBodies(new Counting()));
                return defineClass(name, counted, 0, counted.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Counting implements CodeTransform {
        private static final ClassDesc COUNTER =
                Counter.class.describeConstable().orElseThrow();
        private static final MethodTypeDesc NOTHING = MethodTypeDesc.ofDescriptor("()V");

        @Override
        public void atStart(CodeBuilder code) {
            code.invokestatic(COUNTER, "block", NOTHING);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (element instanceof InvokeInstruction call && isCounted(call)) {
                code.invokestatic(COUNTER, call.name().stringValue(), call.typeSymbol());
                return;
            }
            code.with(element);
            if (element instanceof LabelTarget) {
                code.invokestatic(COUNTER, "block", NOTHING);
            }
        }

        private static boolean isCounted(InvokeInstruction call) {
            String called = call.owner().asInternalName() + "." + call.name().stringValue();
            return called.equals("java/lang/System.arraycopy")
                    || (called.equals("java/util/Arrays.fill")
                            && call.type().stringValue().equals("([IIII)V"));
        }
    }
}
