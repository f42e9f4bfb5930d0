/// The instruction sets that are measured.
#pragma once

#include <string>

namespace lingan::bench {

/// Keeps the engine to the instruction set that the environment variable LINGAN_BENCH_INSTRUCTIONS
/// names (`avx2`, or nothing: the best one). Call it first in main(): the engine asks once. torch
/// and its libraries have variables of their own, which bench/run sets.
/// Ends the program with status 2 for another name.
void limit_instructions();

/// Highway's name of the instruction set that the engine's kernels run with.
std::string engine_instructions();

/// torch's name of its own.
std::string torch_instructions();

}  // namespace lingan::bench
