// SPDX-License-Identifier: Apache-2.0
// What the test delegates need of TensorFlow Lite's C structures, written down by their published layout (TensorFlow
// 2.21, core/c/common.h), so that the tests need a C compiler and no headers.
#ifndef EDGEWISE_TESTKIT_LITE_H_
#define EDGEWISE_TESTKIT_LITE_H_

#include <stddef.h>
#include <stdint.h>

typedef int TfLiteStatus;
enum { kOk = 0, kError = 1, kDelegateError = 2 };
enum { kAllowDynamicTensors = 1 };

typedef struct TfLiteIntArray {
  int size;
  int data[];
} TfLiteIntArray;

typedef struct TfLiteTensor {
  int type;
  float* data;
  TfLiteIntArray* dims;
  struct {
    float scale;
    int32_t zero_point;
  } params;
  int allocation_type;
  size_t bytes;
  const void* allocation;
  const char* name;
  void* delegate;
  int buffer_handle;
  _Bool data_is_stale;
  _Bool is_variable;
  struct {
    int type;
    void* params;
  } quantization;
  void* sparsity;
  const TfLiteIntArray* dims_signature;
} TfLiteTensor;

typedef struct TfLiteNode {
  TfLiteIntArray* inputs;
  TfLiteIntArray* outputs;
  TfLiteIntArray* intermediates;
  TfLiteIntArray* temporaries;
  void* user_data;
  void* builtin_data;
} TfLiteNode;

typedef struct TfLiteContext TfLiteContext;

typedef struct TfLiteRegistration {
  void* (*init)(TfLiteContext* context, const char* buffer, size_t length);
  void (*free)(TfLiteContext* context, void* buffer);
  TfLiteStatus (*prepare)(TfLiteContext* context, TfLiteNode* node);
  TfLiteStatus (*invoke)(TfLiteContext* context, TfLiteNode* node);
  const char* (*profiling_string)(const TfLiteContext* context, const TfLiteNode* node);
  int32_t builtin_code;
  const char* custom_name;
  int version;
  void* registration_external;
  void* async_kernel;
  uint64_t inplace_operator;
} TfLiteRegistration;

typedef struct TfLiteDelegate {
  void* data;
  TfLiteStatus (*prepare)(TfLiteContext* context, struct TfLiteDelegate* delegate);
  void* copy_from;
  void* copy_to;
  void* free_handle;
  int64_t flags;
  void* opaque_builder;
} TfLiteDelegate;

typedef struct TfLiteDelegateParams {
  TfLiteDelegate* delegate;
  TfLiteIntArray* nodes_to_replace;
  TfLiteIntArray* input_tensors;
  TfLiteIntArray* output_tensors;
} TfLiteDelegateParams;

struct TfLiteContext {
  size_t tensors_size;
  TfLiteStatus (*get_execution_plan)(TfLiteContext* context, TfLiteIntArray** plan);
  TfLiteTensor* tensors;
  void* impl;
  TfLiteStatus (*resize_tensor)(TfLiteContext* context, TfLiteTensor* tensor, TfLiteIntArray* new_size);
  void (*report_error)(TfLiteContext* context, const char* format, ...);
  TfLiteStatus (*add_tensors)(TfLiteContext* context, int count, int* first);
  TfLiteStatus (*get_node)(TfLiteContext* context, int index, TfLiteNode** node, TfLiteRegistration** registration);
  TfLiteStatus (*replace_nodes)(TfLiteContext* context, TfLiteRegistration registration,
                                const TfLiteIntArray* nodes, TfLiteDelegate* delegate);
};

#endif
