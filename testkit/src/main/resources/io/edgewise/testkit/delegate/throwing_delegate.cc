// SPDX-License-Identifier: Apache-2.0
// A delegate in C++ that throws where Arm NN's does: when it is asked about a graph, when a kernel is made, and in a
// pass. Nothing on the way back catches it.
//
//   at=prepare|init|invoke
extern "C" {
#define _Bool bool
#include "lite.h"
#undef _Bool
}

#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>

namespace {

std::string place;

void MaybeThrow(const char* here) {
  if (place == here) throw std::runtime_error(std::string("vendor exception in ") + here);
}

void* Init(TfLiteContext*, const char*, size_t) {
  MaybeThrow("init");
  return &place;
}

TfLiteStatus PrepareKernel(TfLiteContext*, TfLiteNode*) { return kOk; }

TfLiteStatus Invoke(TfLiteContext*, TfLiteNode*) {
  MaybeThrow("invoke");
  return kOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteDelegate* delegate) {
  MaybeThrow("prepare");
  TfLiteIntArray* plan;
  context->get_execution_plan(context, &plan);
  auto* taken = static_cast<TfLiteIntArray*>(std::malloc(2 * sizeof(int)));
  taken->size = 0;
  for (int i = 0; i < plan->size && taken->size == 0; i++) {
    TfLiteNode* node;
    TfLiteRegistration* registration;
    context->get_node(context, plan->data[i], &node, &registration);
    if (registration->builtin_code == 76) taken->data[taken->size++] = plan->data[i];
  }
  TfLiteRegistration kernel{};
  kernel.init = Init;
  kernel.prepare = PrepareKernel;
  kernel.invoke = Invoke;
  kernel.custom_name = "ThrowingDelegate";
  kernel.version = 1;
  TfLiteStatus status = context->replace_nodes(context, kernel, taken, delegate);
  std::free(taken);
  return status;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) TfLiteDelegate* tflite_plugin_create_delegate(
    const char* const* keys, const char* const* values, size_t count, void (*)(const char*)) {
  for (size_t i = 0; i < count; i++) {
    if (!std::strcmp(keys[i], "at")) place = values[i];
  }
  auto* delegate = static_cast<TfLiteDelegate*>(std::calloc(1, sizeof(TfLiteDelegate)));
  delegate->prepare = Prepare;
  return delegate;
}

extern "C" __attribute__((visibility("default"))) void tflite_plugin_destroy_delegate(TfLiteDelegate* delegate) {
  std::free(delegate);
}
