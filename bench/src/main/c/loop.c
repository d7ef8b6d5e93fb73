/* SPDX-License-Identifier: Apache-2.0
 *
 * The least that a program needs to run a packed encoder with TensorFlow Lite and XNNPACK: what Java is compared with.
 * The functions of the C API are looked up in the library that is named; nothing of TensorFlow is needed to build this.
 *
 *   cc -O2 -o loop loop.c -ldl && ./loop LIBRARY MODEL SIGNATURE OUTPUT...
 *
 * Reads lines "PASSES TOKENS ID ID ..." with as many ids as tokens, and answers each with a line: the first number of
 * the first output, then for each pass the nanoseconds from filling the inputs to having the outputs copied. Passes
 * before that, which set up the length, are not counted. Ends with its input.
 *
 * Source of the declarations: TensorFlow 2.21, c_api.h, xnnpack_delegate.h.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WARM_UP = 2, MAX_TOKENS = 4096, MAX_PASSES = 100000, QUANTIZED = 3 };

/* Larger than the library's, which returns it in memory of the caller. */
typedef struct {
  int32_t num_threads, runtime_flags, flags;
  char more[116];
} XnnPackOptions;

typedef void Any;
static Any *library;

static void fail(const char *what) {
  fprintf(stderr, "loop: %s\n", what);
  exit(1);
}

static void *function(const char *name) {
  void *address = dlsym(library, name);
  if (!address) fail(dlerror());
  return address;
}

static int (*resize)(Any *, const char *, const int *, int);
static int (*allocate)(Any *);
static int (*invoke)(Any *);
static Any *(*input)(Any *, const char *);
static const Any *(*output)(const Any *, const char *);
static void *(*data)(const Any *);
static size_t (*bytes)(const Any *);

static Any *open_runner(char **arguments) {
  library = dlopen(arguments[1], RTLD_NOW);
  if (!library) fail(dlerror());
  Any *(*model_create)(const char *) = function("TfLiteModelCreateFromFile");
  Any *(*options_create)(void) = function("TfLiteInterpreterOptionsCreate");
  void (*set_threads)(Any *, int32_t) = function("TfLiteInterpreterOptionsSetNumThreads");
  void (*add_delegate)(Any *, Any *) = function("TfLiteInterpreterOptionsAddDelegate");
  XnnPackOptions (*xnnpack_default)(void) = function("TfLiteXNNPackDelegateOptionsDefault");
  Any *(*xnnpack_create)(const XnnPackOptions *) = function("TfLiteXNNPackDelegateCreate");
  Any *(*interpreter_create)(const Any *, const Any *) = function("TfLiteInterpreterCreate");
  Any *(*get_runner)(const Any *, const char *) = function("TfLiteInterpreterGetSignatureRunner");
  resize = function("TfLiteSignatureRunnerResizeInputTensor");
  allocate = function("TfLiteSignatureRunnerAllocateTensors");
  invoke = function("TfLiteSignatureRunnerInvoke");
  input = function("TfLiteSignatureRunnerGetInputTensor");
  output = function("TfLiteSignatureRunnerGetOutputTensor");
  data = function("TfLiteTensorData");
  bytes = function("TfLiteTensorByteSize");

  Any *model = model_create(arguments[2]);
  if (!model) fail("the model can't be read");
  XnnPackOptions xnnpack = xnnpack_default();
  xnnpack.num_threads = 1;
  xnnpack.flags |= QUANTIZED;
  Any *options = options_create();
  set_threads(options, 1);
  add_delegate(options, xnnpack_create(&xnnpack));
  Any *interpreter = interpreter_create(model, options);
  if (!interpreter) fail("no interpreter");
  Any *runner = get_runner(interpreter, arguments[3]);
  if (!runner) fail("no such signature");
  return runner;
}

static void shape(Any *runner, int tokens) {
  const int row[] = {1, tokens}, pool[] = {1, 1, tokens};
  if (resize(runner, "ids", row, 2) || resize(runner, "positions", row, 2) || resize(runner, "segments", row, 2) ||
      resize(runner, "pool", pool, 3) || allocate(runner)) {
    fail("the inputs can't be resized");
  }
}

static void pass(Any *runner, int tokens, const int32_t *ids, char **outputs, int count, char *results) {
  int32_t *positions = data(input(runner, "positions"));
  float *segments = data(input(runner, "segments"));
  float *pool = data(input(runner, "pool"));
  memcpy(data(input(runner, "ids")), ids, tokens * sizeof *ids);
  for (int i = 0; i < tokens; i++) {
    positions[i] = i;
    segments[i] = 0;
    pool[i] = 1.0f / tokens;
  }
  if (invoke(runner)) fail("a pass failed");
  for (int i = 0; i < count; i++) {
    const Any *tensor = output(runner, outputs[i]);
    memcpy(results, data(tensor), bytes(tensor));
  }
}

static int64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main(int argc, char **arguments) {
  static int32_t ids[MAX_TOKENS];
  static int64_t times[MAX_PASSES];
  if (argc < 5) fail("usage: loop LIBRARY MODEL SIGNATURE OUTPUT...");
  Any *runner = open_runner(arguments);
  char **outputs = arguments + 4;
  int count = argc - 4, passes, tokens, shaped = 0;
  char *results = NULL;
  while (scanf("%d %d", &passes, &tokens) == 2) {
    if (passes < 1 || passes > MAX_PASSES || tokens < 1 || tokens > MAX_TOKENS) fail("too many passes or tokens");
    for (int i = 0; i < tokens; i++) {
      if (scanf("%d", &ids[i]) != 1) fail("too few ids");
    }
    if (tokens != shaped) {
      shape(runner, tokens);
      shaped = tokens;
      size_t largest = 0;
      for (int i = 0; i < count; i++) {
        const Any *tensor = output(runner, outputs[i]);
        if (!tensor) fail("no such output");
        largest = bytes(tensor) > largest ? bytes(tensor) : largest;
      }
      free(results);
      results = malloc(largest);
    }
    for (int i = 0; i < WARM_UP; i++) pass(runner, tokens, ids, outputs, count, results);
    for (int i = 0; i < passes; i++) {
      int64_t start = nanoseconds();
      pass(runner, tokens, ids, outputs, count, results);
      times[i] = nanoseconds() - start;
    }
    printf("%.9g", *(float *)data(output(runner, outputs[0])));
    for (int i = 0; i < passes; i++) printf(" %lld", (long long)times[i]);
    printf("\n");
    fflush(stdout);
  }
  return 0;
}
