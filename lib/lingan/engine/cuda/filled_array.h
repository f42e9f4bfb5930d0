/// Memory of a backend with something in it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lingan::engine::cuda {

/// A copy of `count` numbers, which may be anywhere, in memory of the backend's own.
template <class Backend, class T>
typename Backend::template Array<T> upload(Backend& backend, const T* from, int64_t count) {
  auto array = backend.template allocate<T>(count);
  backend.copy(array.data(), from, static_cast<size_t>(count) * sizeof(T));
  return array;
}

/// `count` zeros.
template <class T, class Backend>
typename Backend::template Array<T> cleared(Backend& backend, int64_t count) {
  auto array = backend.template allocate<T>(count);
  backend.clear(array.data(), static_cast<size_t>(count) * sizeof(T));
  return array;
}

}  // namespace lingan::engine::cuda
