// Lets better-sqlite3 13's prebuilt addon (Node-API 10) run on Electron 33 / Node 20 (Node-API 9).
// Its one need of version 10 is a persistent reference to a primitive (a string). runtime.mjs
// renames its two imports napi_create_reference and napi_get_reference_value to nap9_*, which
// are here: a reference to a primitive becomes a reference to an object that holds it.
// Only for the registry-only runtime of developers and CI; production never loads this.
#define _GNU_SOURCE
#define NAPI_VERSION 9
#include <dlfcn.h>
#include <node_api.h>
#include <stdio.h>
#include <string.h>

#define TRY(call) do { napi_status status_ = (call); if (status_ != napi_ok) return status_; } while (0)
#define EXPORT __attribute__((visibility("default")))

EXPORT napi_status nap9_create_reference(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  napi_valuetype type;
  TRY(napi_typeof(env, value, &type));
  if (type == napi_object || type == napi_function || type == napi_symbol || type == napi_external)
    return napi_create_reference(env, value, count, result);
  napi_value box, tag;
  TRY(napi_create_object(env, &box));
  TRY(napi_get_boolean(env, true, &tag));
  TRY(napi_set_named_property(env, box, "__napi9box", tag));
  TRY(napi_set_named_property(env, box, "value", value));
  return napi_create_reference(env, box, count, result);
}

EXPORT napi_status nap9_get_reference_value(napi_env env, napi_ref reference, napi_value* result) {
  TRY(napi_get_reference_value(env, reference, result));
  if (*result == NULL) return napi_ok;
  napi_valuetype type;
  TRY(napi_typeof(env, *result, &type));
  if (type != napi_object) return napi_ok;
  bool boxed = false;
  TRY(napi_has_named_property(env, *result, "__napi9box", &boxed));
  return boxed ? napi_get_named_property(env, *result, "value", result) : napi_ok;
}

NAPI_MODULE_INIT() {
  Dl_info self;
  char path[4096];
  dladdr((void*)nap9_create_reference, &self);
  snprintf(path, sizeof path, "%s.addon", self.dli_fname);
  dlopen(self.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
  void* addon = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  napi_addon_register_func init = addon ? (napi_addon_register_func)dlsym(addon, "napi_register_module_v1") : NULL;
  if (!init) {
    napi_throw_error(env, NULL, dlerror());
    return NULL;
  }
  return init(env, exports);
}
