#include <lingan/run/run_sampler.h>

#include <algorithm>

#include <lingan/base/error.h>
#include <lingan/run/run_directory.h>

namespace lingan {
namespace {

constexpr int64_t kBlock = 4096;

using Consumer = std::function<void(const engine::Samples&)>;

void draw_blocks(const engine::Rollouts& rollouts, const RunSpec& spec,
                 const RunSampleRequest& request, const Consumer& consumer) {
  engine::SampleRequest block;
  block.length = spec.length;
  block.stream = {request.seed, Purpose::kSample, 0};
  block.options = request.options;
  block.prompt = spec.tokenizer->encode(request.prompt);
  if (static_cast<int64_t>(block.prompt.size()) >= block.length) {
    throw UsageError("`prompt`: " + std::to_string(block.prompt.size()) +
                     " tokens leave no place in sentences of at most " +
                     std::to_string(block.length) + " tokens");
  }
  for (int64_t done = 0; done < request.sentences; done += kBlock) {
    block.rows = std::min(kBlock, request.sentences - done);
    block.first_row = static_cast<uint64_t>(done);
    consumer(rollouts.sample(block));
  }
}

}  // namespace

void sample_run(const RunDirectory& run, const RunSampleRequest& request,
                const Consumer& consumer) {
  const auto rollouts =
      run.load_generator()->rollouts(run.spec().tokenizer->specials(), request.precision);
  draw_blocks(*rollouts, run.spec(), request, consumer);
}

TokenBatch sample_rows(const engine::Rollouts& rollouts, const RunSpec& spec,
                       const RunSampleRequest& request) {
  TokenBatch all{0, spec.length, {}, {}};
  draw_blocks(rollouts, spec, request, [&](const engine::Samples& block) {
    const TokenBatch& tokens = block.tokens;
    all.rows += tokens.rows;
    all.tokens.insert(all.tokens.end(), tokens.tokens.begin(), tokens.tokens.end());
    all.lengths.insert(all.lengths.end(), tokens.lengths.begin(), tokens.lengths.end());
  });
  return all;
}

}  // namespace lingan
