/// A DeviceProduct over the host's memory, for launchers that run on the host.
#pragma once

#include <cstdint>
#include <set>

#include <lingan/engine/contract/device_product.h>
#include <lingan/engine/training/product.h>

namespace lingan::engine {

/// Depths that host_product was called with.
inline std::set<int64_t>& host_product_depths() {
  static std::set<int64_t> depths;
  return depths;
}

inline const char* host_product(const ProductJob* job) {
  host_product_depths().insert(job->depth);
  multiply({.rows = job->count,
            .depth = job->depth,
            .columns = job->outputs,
            .a = {job->rows, job->depth, 1},
            .b = {job->weight, 1, job->depth},
            .c = job->results,
            .c_row = job->outputs,
            .add = true});
  return nullptr;
}

}  // namespace lingan::engine
