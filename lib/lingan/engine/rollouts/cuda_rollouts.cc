#include <lingan/engine/rollouts/cuda_rollouts.h>

#include <algorithm>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/engine/rollouts/request_checks.h>

namespace lingan::engine {
namespace {

/// State, both halves of the gates, what is gathered, and the sums of groups of 64 tokens.
int64_t row_floats(const RecurrentWeights& weights, DeviceProduct product) {
  const int64_t groups = (weights.vocabulary + 63) / 64;
  return weights.state_width() + 2 * weights.gates * weights.hidden_width +
         gathered_width(weights, product) + 2 * groups;
}

void refuse_states(std::span<const float> states) {
  if (!states.empty()) throw UsageError("initial states: they are the CPU's; sample there");
}

void check_device_request(const RolloutRequest& request) {
  check_request(request);
  if (request.every == 1) return;
  throw UsageError("complete: every: a device completes every prefix; complete on the CPU");
}

}  // namespace

CudaRollouts::CudaRollouts(const cuda::Table& table, const RecurrentWeights& weights,
                           const SpecialTokens& specials, DeviceProduct product)
    : table_(table),
      specials_(specials),
      vocabulary_(weights.vocabulary),
      row_floats_(row_floats(weights, product)) {
  check_specials(specials, vocabulary_);
  require_cuda(table_, table_.network_create(&weights, product, cuda_stream(), &network_));
}

CudaRollouts::~CudaRollouts() { table_.network_destroy(network_); }

void CudaRollouts::run(const SampleRequest& request, cuda::SampleJob job) const {
  refuse_states(request.initial_states);
  job.rows = request.rows;
  job.length = request.length;
  job.prompt_size = static_cast<int32_t>(request.prompt.size());
  job.prompt = request.prompt.data();
  job.stream = request.stream;
  job.first_row = request.first_row;
  job.options = request.options;
  job.specials = specials_;
  job.cuda_stream = cuda_stream();
  require_cuda(table_, table_.sample(network_, &job));
}

Samples CudaRollouts::sample(const SampleRequest& request) const {
  check_request(request, specials_, vocabulary_);
  Samples samples;
  samples.tokens = TokenBatch::filled(request.rows, request.length, 0);
  samples.log_probabilities.assign(samples.tokens.tokens.size(), 0.0f);
  cuda::SampleJob job{};
  job.tokens = samples.tokens.tokens.data();
  job.lengths = samples.tokens.lengths.data();
  job.log_probabilities = samples.log_probabilities.data();
  run(request, job);
  return samples;
}

void CudaRollouts::sample_on_device(const SampleRequest& request,
                                    const DeviceSentencesView& sentences) const {
  check_request(request, specials_, vocabulary_);
  cuda::SampleJob job{};
  job.tokens = sentences.tokens;
  job.lengths = sentences.lengths;
  job.diverged = sentences.diverged;
  run(request, job);
}

int64_t CudaRollouts::sentences_at_once(const RolloutRequest& request, int64_t width) const {
  const auto sentence = static_cast<uint64_t>(row_floats_ + 2 * width) * sizeof(float) *
                        static_cast<uint64_t>(1 + (width - 1) * request.rollouts);
  return static_cast<int64_t>(
      std::clamp<uint64_t>(request.memory_budget / sentence, 1, uint64_t{1} << 32));
}

void CudaRollouts::complete_blocks(
    const RolloutRequest& request, const cuda::CompleteJob& all,
    const std::function<void(const DeviceCompletions&)>& consumer) const {
  const int64_t width = all.width;
  const auto ceiling = [](int64_t of, int64_t by) { return (of + by - 1) / by; };
  const int64_t blocks = ceiling(all.rows, sentences_at_once(request, width));
  const int64_t block = ceiling(all.rows, std::max<int64_t>(blocks, 1));  // equal shares
  for (int64_t first = 0; first < all.rows; first += block) {
    DeviceCompletions completions{.first_sentence = first,
                                  .sentences = std::min(block, all.rows - first),
                                  .numbering = {width, request.rollouts}};
    const auto bytes = static_cast<uint64_t>(completions.rows()) * sizeof(int32_t);
    const DeviceMemory tokens(table_, bytes * static_cast<uint64_t>(width));
    const DeviceMemory lengths(table_, bytes);
    completions.tokens = static_cast<const int32_t*>(tokens.data());
    completions.lengths = static_cast<const int32_t*>(lengths.data());
    cuda::CompleteJob job = all;
    job.rows = completions.sentences;
    job.rollouts = request.rollouts;
    job.sentences = all.sentences + first * width;
    job.lengths = all.lengths + first;
    job.stream = request.stream;
    job.first_row = request.first_row + static_cast<uint64_t>(first);
    job.options = request.options;
    job.specials = specials_;
    job.cuda_stream = cuda_stream();
    job.tokens = static_cast<int32_t*>(tokens.data());
    job.completed_lengths = static_cast<int32_t*>(lengths.data());
    require_cuda(table_, table_.complete(network_, &job));
    consumer(completions);
  }
}

void CudaRollouts::complete_on_device(
    const DeviceSentencesView& sentences, const RolloutRequest& request,
    const std::function<void(const DeviceCompletions&)>& consumer) const {
  check_device_request(request);
  if (sentences.width < 2) return;
  cuda::CompleteJob job{};
  job.rows = sentences.rows;
  job.width = sentences.width;
  job.sentences = sentences.tokens;
  job.lengths = sentences.lengths;
  job.diverged = sentences.diverged;
  complete_blocks(request, job, consumer);
}

void CudaRollouts::complete(const TokenBatch& sentences, const RolloutRequest& request,
                            const std::function<void(const Completions&)>& consumer) const {
  check_device_request(request);
  check_batch(sentences, vocabulary_);
  if (sentences.width < 2) return;
  cuda::CompleteJob job{};
  job.rows = sentences.rows;
  job.width = sentences.width;
  job.sentences = sentences.tokens.data();
  job.lengths = sentences.lengths.data();
  complete_blocks(request, job, [&](const DeviceCompletions& made) {
    TokenBatch batch = TokenBatch::filled(made.rows(), sentences.width, 0);
    const auto fetch = [&](std::vector<int32_t>& to, const int32_t* from) {
      require_cuda(table_,
                   table_.copy(to.data(), from, to.size() * sizeof(int32_t), cuda_stream()));
    };
    fetch(batch.tokens, made.tokens);
    fetch(batch.lengths, made.lengths);
    consumer({std::move(batch), made.numbering, made.numbering.index(made.first_sentence, 1, 0)});
  });
}

std::vector<float> CudaRollouts::log_probabilities(const TokenBatch& sentences,
                                                   std::span<const float> initial_states) const {
  refuse_states(initial_states);
  check_batch(sentences, vocabulary_);
  std::vector<float> result(sentences.tokens.size(), 0.0f);
  const cuda::LogProbabilityJob job{.rows = sentences.rows,
                                    .width = sentences.width,
                                    .bos = specials_.bos,
                                    .tokens = sentences.tokens.data(),
                                    .lengths = sentences.lengths.data(),
                                    .log_probabilities = result.data(),
                                    .cuda_stream = cuda_stream()};
  require_cuda(table_, table_.log_probabilities(network_, &job));
  return result;
}

}  // namespace lingan::engine
