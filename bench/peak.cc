/// What this machine can do: the rates that shares are of, and its instructions, as JSON.
/// Usage: bench_peak time peak machine [threads=N]
#include <cstdio>

#include <nlohmann/json.hpp>

#include <bench/lib/comparison.h>
#include <bench/lib/instructions.h>
#include <bench/lib/peak.h>
#include <lingan/engine/precision.h>

int main(int argc, char** argv) {
  using namespace lingan::bench;
  const Request request(argc, argv);
  use_torch_threads(request.threads());
  const nlohmann::json report = {{"multiply_adds_per_second", peak_multiply_adds()},
                                 {"bytes_per_second", peak_bytes()},
                                 {"threads", request.threads()},
                                 {"bf16", lingan::engine::has_bfloat16_products()},
                                 {"instructions", engine_instructions()},
                                 {"torch_instructions", torch_instructions()}};
  std::puts(report.dump().c_str());
}
