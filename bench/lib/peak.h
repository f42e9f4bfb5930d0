/// What the machine can do, for shares of it.
#pragma once

namespace lingan::bench {

/// float32 multiply-adds a second of torch's matrix product on the compute device, on the CPU by
/// torch's threads: best of five.
double peak_multiply_adds();

/// Bytes a second, read and written, of torch's copy of 256 MiB there: best of five.
double peak_bytes();

}  // namespace lingan::bench
