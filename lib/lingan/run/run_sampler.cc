#include <lingan/run/run_sampler.h>

#include <algorithm>

#include <lingan/base/error.h>

namespace lingan {
namespace {

constexpr int64_t kBlock = 4096;

}  // namespace

void sample_run(const RunDirectory& run, const RunSampleRequest& request,
                const std::function<void(const engine::Samples&)>& consumer) {
  const auto& tokenizer = *run.spec().tokenizer;
  const auto rollouts = run.load_generator()->rollouts(tokenizer.specials(), request.precision);
  engine::SampleRequest block;
  block.length = run.spec().length;
  block.stream = {request.seed, Purpose::kSample, 0};
  block.options = request.options;
  block.prompt = tokenizer.encode(request.prompt);
  if (static_cast<int64_t>(block.prompt.size()) >= block.length) {
    throw UsageError("--prompt: " + std::to_string(block.prompt.size()) +
                     " tokens leave no room in sentences of at most " +
                     std::to_string(block.length) + " tokens");
  }
  for (int64_t done = 0; done < request.sentences; done += kBlock) {
    block.rows = std::min(kBlock, request.sentences - done);
    block.first_row = static_cast<uint64_t>(done);
    consumer(rollouts->sample(block));
  }
}

TokenBatch sample_run_rows(const RunDirectory& run, const RunSampleRequest& request) {
  TokenBatch all{0, run.spec().length, {}, {}};
  sample_run(run, request, [&](const engine::Samples& block) {
    const TokenBatch& tokens = block.tokens;
    all.rows += tokens.rows;
    all.tokens.insert(all.tokens.end(), tokens.tokens.begin(), tokens.tokens.end());
    all.lengths.insert(all.lengths.end(), tokens.lengths.begin(), tokens.lengths.end());
  });
  return all;
}

}  // namespace lingan
