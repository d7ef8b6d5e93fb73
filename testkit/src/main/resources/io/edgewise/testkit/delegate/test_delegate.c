// SPDX-License-Identifier: Apache-2.0
// A vendor's delegate as one meets them: it takes one operator (RSQRT, unless told otherwise) or none, and can be told
// to go wrong at each place where real ones do.
//
//   claim=76          the builtin operator that it takes; it computes 1/sqrt(x), so only RSQRT makes sense
//   dynamic=1         says that it follows changing shapes; else a resize undoes it
//   at=create|prepare|init|resize|invoke|exit   where to go wrong, and how:
//   how=refuse|crash|abort|exit|hang|wrong|nan
//   after=N           only from the Nth time on that this process gets there
//   once=FILE         only if FILE isn't there; it is made first, so the next process is well
//   while=FILE        only while FILE is there
//   helper=FILE       starts a process that waits for ever, and writes its id there
//   daemon=FILE       the same with a session of its own
//   slow=MICROS       each invoke takes so much longer
#define _DEFAULT_SOURCE  // usleep, strdup
#include "lite.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "TestDelegate"

typedef struct {
  int claim, after, slow;
  const char *at, *how;
  char once[512], only_while[512];
} Settings;

typedef struct {
  int count;
  int *inputs, *outputs;
  Settings* settings;
} Kernel;

static int times;

static int there(const char* file) {
  struct stat ignored;
  return stat(file, &ignored) == 0;
}

static int due(const Settings* s, const char* place) {
  if (strcmp(s->at, place) != 0 || __atomic_add_fetch(&times, 1, __ATOMIC_RELAXED) < s->after) return 0;
  if (s->only_while[0] && !there(s->only_while)) return 0;
  if (!s->once[0]) return 1;
  if (there(s->once)) return 0;
  FILE* mark = fopen(s->once, "w");
  if (mark) fclose(mark);
  return 1;
}

// Returns only when the place is to refuse, to compute nonsense, or when nothing is due.
static const char* trouble(const Settings* s, const char* place) {
  if (!due(s, place)) return "";
  if (!strcmp(s->how, "crash")) *(volatile int*)(uintptr_t)getppid() = 1;  // an address that the compiler can't judge
  if (!strcmp(s->how, "abort")) {
    fprintf(stderr, NAME ": internal error in %s\n", place);
    abort();
  }
  if (!strcmp(s->how, "exit")) _exit(3);
  if (!strcmp(s->how, "hang")) fprintf(stderr, NAME ": waiting in %s\n", place);
  while (!strcmp(s->how, "hang")) pause();
  return s->how;
}

// Both inherit what this process has open.
static void start_helper(const char* file, int daemon) {
  pid_t child = fork();
  if (child != 0) return;
  if (daemon) setsid();
  char id[32];
  int length = snprintf(id, sizeof id, "%d", (int)getpid());
  int out = open(file, O_CREAT | O_WRONLY, 0600);
  if (write(out, id, length) != length) _exit(1);
  close(out);
  while (1) pause();
}

static Settings exiting;  // outlives the delegate

static void at_exit(void) { trouble(&exiting, "exit"); }

static void* init(TfLiteContext* c, const char* buffer, size_t length) {
  (void)length;
  const TfLiteDelegateParams* params = (const TfLiteDelegateParams*)buffer;
  Settings* s = params->delegate->data;
  if (!strcmp(trouble(s, "init"), "refuse")) return NULL;
  Kernel* k = calloc(1, sizeof *k);
  k->settings = s;
  k->count = params->nodes_to_replace->size;
  k->inputs = calloc(k->count, sizeof(int));
  k->outputs = calloc(k->count, sizeof(int));
  for (int i = 0; i < k->count; i++) {
    TfLiteNode* node;
    TfLiteRegistration* registration;
    c->get_node(c, params->nodes_to_replace->data[i], &node, &registration);
    k->inputs[i] = node->inputs->data[0];
    k->outputs[i] = node->outputs->data[0];
  }
  return k;
}

static void release(TfLiteContext* c, void* kernel) {
  (void)c;
  Kernel* k = kernel;
  if (!k) return;
  free(k->inputs);
  free(k->outputs);
  free(k);
}

static TfLiteStatus prepare_kernel(TfLiteContext* c, TfLiteNode* node) {
  Kernel* k = node->user_data;
  if (!k) {
    c->report_error(c, NAME ": the kernel could not be made (error %d)", 7);
    return kDelegateError;
  }
  trouble(k->settings, "resize");
  for (int i = 0; i < k->count; i++) {
    const TfLiteIntArray* dims = c->tensors[k->inputs[i]].dims;
    TfLiteIntArray* copy = malloc(sizeof(int) * (1 + dims->size));
    memcpy(copy, dims, sizeof(int) * (1 + dims->size));
    if (c->resize_tensor(c, &c->tensors[k->outputs[i]], copy) != kOk) return kError;
  }
  return kOk;
}

static TfLiteStatus invoke(TfLiteContext* c, TfLiteNode* node) {
  Kernel* k = node->user_data;
  const char* how = trouble(k->settings, "invoke");
  if (!strcmp(how, "refuse")) {
    c->report_error(c, NAME ": device lost (error %d)", 42);
    return kDelegateError;
  }
  if (k->settings->slow) usleep(k->settings->slow);
  float factor = !strcmp(how, "wrong") ? -3.0f : !strcmp(how, "nan") ? NAN : 1.0f;
  for (int i = 0; i < k->count; i++) {
    TfLiteTensor *in = &c->tensors[k->inputs[i]], *out = &c->tensors[k->outputs[i]];
    for (size_t j = 0; j < in->bytes / sizeof(float); j++) out->data[j] = factor / sqrtf(in->data[j]);
  }
  return kOk;
}

static TfLiteStatus prepare(TfLiteContext* c, TfLiteDelegate* delegate) {
  Settings* s = delegate->data;
  if (!strcmp(trouble(s, "prepare"), "refuse")) {
    c->report_error(c, NAME ": no device");
    return kError;
  }
  TfLiteIntArray* plan;
  if (c->get_execution_plan(c, &plan) != kOk) return kError;
  TfLiteIntArray* taken = malloc(sizeof(int) * (1 + plan->size));
  taken->size = 0;
  for (int i = 0; i < plan->size; i++) {
    TfLiteNode* node;
    TfLiteRegistration* registration;
    if (c->get_node(c, plan->data[i], &node, &registration) != kOk) continue;
    if (registration->builtin_code == s->claim) taken->data[taken->size++] = plan->data[i];
  }
  TfLiteRegistration kernel;
  memset(&kernel, 0, sizeof kernel);
  kernel.init = init;
  kernel.free = release;
  kernel.prepare = prepare_kernel;
  kernel.invoke = invoke;
  kernel.custom_name = NAME;
  kernel.version = 1;
  TfLiteStatus status = taken->size ? c->replace_nodes(c, kernel, taken, delegate) : kOk;
  free(taken);
  return status;
}

__attribute__((visibility("default"))) TfLiteDelegate* tflite_plugin_create_delegate(
    const char* const* keys, const char* const* values, size_t count, void (*report_error)(const char*)) {
  Settings* s = calloc(1, sizeof *s);
  s->claim = 76;
  s->at = s->how = "";
  int64_t flags = 0;
  for (size_t i = 0; i < count; i++) {
    const char *key = keys[i], *value = values[i];
    if (!strcmp(key, "claim")) s->claim = atoi(value);
    else if (!strcmp(key, "dynamic")) flags = atoi(value) ? kAllowDynamicTensors : 0;
    else if (!strcmp(key, "at")) s->at = strdup(value);
    else if (!strcmp(key, "how")) s->how = strdup(value);
    else if (!strcmp(key, "after")) s->after = atoi(value);
    else if (!strcmp(key, "once")) snprintf(s->once, sizeof s->once, "%s", value);
    else if (!strcmp(key, "while")) snprintf(s->only_while, sizeof s->only_while, "%s", value);
    else if (!strcmp(key, "helper")) start_helper(value, 0);
    else if (!strcmp(key, "daemon")) start_helper(value, 1);
    else if (!strcmp(key, "slow")) s->slow = atoi(value);
    else {
      char text[128];
      snprintf(text, sizeof text, NAME ": unknown option '%s'", key);
      report_error(text);
      return NULL;
    }
  }
  if (!strcmp(s->at, "exit")) {
    exiting = *s;
    atexit(at_exit);
  }
  if (!strcmp(trouble(s, "create"), "refuse")) {
    report_error(NAME ": no accelerator found");
    return NULL;
  }
  TfLiteDelegate* delegate = calloc(1, sizeof *delegate);
  delegate->data = s;
  delegate->prepare = prepare;
  delegate->flags = flags;
  return delegate;
}

__attribute__((visibility("default"))) void tflite_plugin_destroy_delegate(TfLiteDelegate* delegate) {
  free(delegate->data);
  free(delegate);
}
