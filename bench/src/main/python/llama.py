# SPDX-License-Identifier: Apache-2.0
"""llama.cpp's turn in `./edgewise bench generate`.

    llama.py quantise MODEL.gguf TARGET.gguf     the same weights as Q8_0
    llama.py write MODEL.gguf CONTEXT            then, for each line "PROMPT TOKENS" of standard input, reads a prompt of
                                                 so many tokens, writes so many greedily, and says the seconds of both

One thread, llama.cpp's own defaults otherwise. Its first line says the milliseconds in which the model was ready, and the
bytes of a token in its cache.
"""

import sys
import time

import llama_cpp
import numpy


def quantise(model, target):
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0
    parameters.allow_requantize = True
    parameters.nthread = 1
    return llama_cpp.llama_model_quantize(model.encode(), target.encode(), parameters)


def write(model, context):
    begin = time.perf_counter()
    llama = llama_cpp.Llama(model, n_ctx=context, n_threads=1, n_threads_batch=1, n_batch=512, verbose=False)
    print(1000 * (time.perf_counter() - begin), cache_bytes(llama), flush=True)
    for turn, line in enumerate(sys.stdin):
        prompt, tokens = map(int, line.split())
        # Which tokens they are costs nothing; that they differ keeps anything from being known already.
        ids = [(turn * 31 + i * 17) % 20000 + 500 for i in range(prompt)]
        llama.reset()
        begin = time.perf_counter()
        llama.eval(ids)
        between = time.perf_counter()
        for _ in range(tokens):
            llama.eval([best(llama)])
        print(between - begin, time.perf_counter() - between, flush=True)


def best(llama):
    """The likeliest token, without the chain of samplers: that would only cost time."""
    logits = llama_cpp.llama_get_logits_ith(llama.ctx, -1)
    return int(numpy.ctypeslib.as_array(logits, shape=(llama.n_vocab(),)).argmax())


def cache_bytes(llama):
    """Of keys and values in half precision, by the model's own words."""
    metadata = llama.metadata
    kind = metadata["general.architecture"]
    heads = int(metadata[kind + ".attention.head_count"])
    key_heads = int(metadata.get(kind + ".attention.head_count_kv", heads))
    width = int(metadata[kind + ".embedding_length"]) // heads
    return 2 * int(metadata[kind + ".block_count"]) * key_heads * width * 2


if __name__ == "__main__":
    if sys.argv[1] == "quantise":
        sys.exit(quantise(sys.argv[2], sys.argv[3]))
    write(sys.argv[2], int(sys.argv[3]))
