/// Matrix products on the pool's threads.
#pragma once

#include <cstdint>

#include <lingan/engine/cpu/product.h>

namespace lingan::engine {

/// C [M, N] (+)= A [M, K] B [K, N]: `product` as one block of any size. Each element is a sum in
/// the order of K: it does not depend on the number of threads, or on M and N.
void multiply(const ProductBlock& product);

}  // namespace lingan::engine
