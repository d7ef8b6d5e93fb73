// SPDX-License-Identifier: Apache-2.0
// A delegate whose vendor's library isn't there: with lazy binding it would end the process at the first call.
extern void vendor_runtime_start(void);
void* tflite_plugin_create_delegate(const void* keys, const void* values, unsigned long count, const void* report) {
  (void)keys; (void)values; (void)count; (void)report;
  vendor_runtime_start();
  return 0;
}
void tflite_plugin_destroy_delegate(void* delegate) { (void)delegate; }
