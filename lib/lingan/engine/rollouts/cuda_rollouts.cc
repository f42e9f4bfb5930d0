#include <lingan/engine/rollouts/cuda_rollouts.h>

#include <algorithm>

#include <lingan/engine/cuda_library.h>
#include <lingan/engine/rollouts/recurrent_stepper.h>

namespace lingan::engine {
namespace {

cuda::DrawOptions draw_options(const SamplingOptions& options) {
  return {options.temperature, options.top_p, options.top_k, options.greedy ? 1 : 0};
}

cuda::SpecialIds special_ids(const SpecialTokens& specials) {
  return {std::max(specials.pad, 0), specials.bos, specials.eos};
}

/// The numbers of completions in the order in which the device writes them.
Completions number_completions(TokenBatch tokens, int64_t first_sentence, int32_t rollouts) {
  Completions found;
  const auto rows = static_cast<size_t>(tokens.rows);
  const int64_t prefixes = tokens.width - 1;
  found.sentence.resize(rows);
  found.prefix_length.resize(rows);
  found.rollout.resize(rows);
  for (int64_t i = 0; i < tokens.rows; ++i) {
    found.sentence[i] = first_sentence + i / (prefixes * rollouts);
    found.prefix_length[i] = static_cast<int32_t>(i / rollouts % prefixes + 1);
    found.rollout[i] = static_cast<int32_t>(i % rollouts);
  }
  found.tokens = std::move(tokens);
  return found;
}

}  // namespace

CudaStepper::CudaStepper(const cuda::Table& table, const cuda::NetworkWeights& weights)
    : table_(table), shape_(weights) {
  shape_.embeddings = shape_.output_weight = shape_.output_bias = nullptr;
  shape_.layer_weights = nullptr;
  require_cuda(table_, table_.network_create(&weights, &network_));
}

CudaStepper::~CudaStepper() { table_.network_destroy(network_); }

int64_t CudaStepper::state_width() const {
  return (shape_.gates == 4 ? 2 : 1) * shape_.layers * shape_.hidden_width;
}

/// Runs a job that says where its results go.
void CudaStepper::sample(const SampleRequest& request, const SpecialTokens& specials,
                         cuda::SampleJob job) const {
  job.rows = request.rows;
  job.length = request.length;
  job.prompt_size = static_cast<int32_t>(request.prompt.size());
  job.prompt = request.prompt.data();
  job.stream = request.stream;
  job.first_row = request.first_row;
  job.options = draw_options(request.options);
  job.specials = special_ids(specials);
  require_cuda(table_, table_.sample(network_, &job));
}

Samples CudaStepper::sample(const SampleRequest& request, const SpecialTokens& specials) const {
  Samples samples;
  samples.tokens = TokenBatch::filled(request.rows, request.length, 0);
  samples.log_probabilities.assign(samples.tokens.tokens.size(), 0.0f);
  if (request.keep_states) samples.states.resize(samples.tokens.tokens.size() * state_width());
  cuda::SampleJob job{};
  job.tokens = samples.tokens.tokens.data();
  job.lengths = samples.tokens.lengths.data();
  job.log_probabilities = samples.log_probabilities.data();
  if (request.keep_states) job.states = samples.states.data();
  sample(request, specials, job);
  return samples;
}

void CudaStepper::sample_on_device(const SampleRequest& request, const SpecialTokens& specials,
                                   const DeviceSentencesView& sentences) const {
  cuda::SampleJob job{};
  job.tokens = sentences.tokens;
  job.lengths = sentences.lengths;
  job.diverged = sentences.diverged;
  sample(request, specials, job);
}

int64_t CudaStepper::sentences_at_once(const RolloutRequest& request, int64_t width) const {
  const int64_t groups = (shape_.vocabulary + 63) / 64;
  const int64_t row =
      state_width() + 2 * shape_.gates * shape_.hidden_width + 2 * groups + 2 * width;
  const auto sentence = static_cast<uint64_t>(row) * sizeof(float) *
                        static_cast<uint64_t>(1 + (width - 1) * request.rollouts);
  return static_cast<int64_t>(
      std::clamp<uint64_t>(request.memory_budget / sentence, 1, uint64_t{1} << 32));
}

void CudaStepper::complete_blocks(
    const RolloutRequest& request, const cuda::CompleteJob& all,
    const std::function<void(const DeviceCompletions&)>& consumer) const {
  const int64_t width = all.width, block = sentences_at_once(request, width);
  for (int64_t first = 0; first < all.rows; first += block) {
    DeviceCompletions found{first, std::min(block, all.rows - first), all.width, request.rollouts};
    const auto bytes = static_cast<uint64_t>(found.rows()) * sizeof(int32_t);
    const DeviceMemory tokens(table_, bytes * static_cast<uint64_t>(width));
    const DeviceMemory lengths(table_, bytes);
    found.tokens = static_cast<const int32_t*>(tokens.data());
    found.lengths = static_cast<const int32_t*>(lengths.data());
    cuda::CompleteJob job = all;
    job.rows = found.sentences;
    job.rollouts = request.rollouts;
    job.sentences = all.sentences + first * width;
    job.lengths = all.lengths + first;
    job.stream = request.stream;
    job.first_row = request.first_row + static_cast<uint64_t>(first);
    job.options = draw_options(request.options);
    job.tokens = static_cast<int32_t*>(tokens.data());
    job.completed_lengths = static_cast<int32_t*>(lengths.data());
    require_cuda(table_, table_.complete(network_, &job));
    consumer(found);
  }
}

void CudaStepper::complete_on_device(
    const DeviceSentencesView& sentences, const RolloutRequest& request,
    const SpecialTokens& specials,
    const std::function<void(const DeviceCompletions&)>& consumer) const {
  cuda::CompleteJob job{};
  job.rows = sentences.rows;
  job.width = sentences.width;
  job.sentences = sentences.tokens;
  job.lengths = sentences.lengths;
  job.specials = special_ids(specials);
  job.diverged = sentences.diverged;
  complete_blocks(request, job, consumer);
}

void CudaStepper::complete(const TokenBatch& sentences, const RolloutRequest& request,
                           const SpecialTokens& specials,
                           const std::function<void(const Completions&)>& consumer) const {
  cuda::CompleteJob job{};
  job.rows = sentences.rows;
  job.width = sentences.width;
  job.sentences = sentences.tokens.data();
  job.lengths = sentences.lengths.data();
  job.specials = special_ids(specials);
  complete_blocks(request, job, [&](const DeviceCompletions& found) {
    TokenBatch batch = TokenBatch::filled(found.rows(), found.width, 0);
    const auto fetch = [&](std::vector<int32_t>& to, const int32_t* from) {
      require_cuda(table_, table_.copy(to.data(), from, to.size() * sizeof(int32_t)));
    };
    fetch(batch.tokens, found.tokens);
    fetch(batch.lengths, found.lengths);
    consumer(number_completions(std::move(batch), found.first_sentence, found.rollouts));
  });
}

std::vector<float> CudaStepper::score(const TokenBatch& sentences,
                                      const SpecialTokens& specials) const {
  std::vector<float> scores(sentences.tokens.size(), 0.0f);
  const cuda::ScoreJob job{sentences.rows,          sentences.width,          specials.bos,
                           sentences.tokens.data(), sentences.lengths.data(), scores.data()};
  require_cuda(table_, table_.score(network_, &job));
  return scores;
}

std::unique_ptr<Stepper> CudaStepper::copy_to_host() const {
  const int64_t v = shape_.vocabulary, e = shape_.embedding_width, h = shape_.hidden_width;
  const int64_t rows = shape_.gates * h;
  std::vector<std::vector<float>> kept;
  const auto room = [&](int64_t count) {
    return std::span<const float>(kept.emplace_back(static_cast<size_t>(count)));
  };
  kept.reserve(3 + 4 * static_cast<size_t>(shape_.layers));
  RecurrentWeights weights{v, e, h, room(v * e), {}, room(v * h), room(v)};
  std::vector<const float*> layers;
  for (int32_t l = 0; l < shape_.layers; ++l) {
    const RecurrentLayerWeights layer{room(rows * (l == 0 ? e : h)), room(rows * h), room(rows),
                                      room(rows)};
    layers.insert(layers.end(), {layer.input_weight.data(), layer.recurrent_weight.data(),
                                 layer.input_bias.data(), layer.recurrent_bias.data()});
    weights.layers.push_back(layer);
  }
  cuda::NetworkWeights to = shape_;
  to.embeddings = weights.embeddings.data();
  to.layer_weights = layers.data();
  to.output_weight = weights.output_weight.data();
  to.output_bias = weights.output_bias.data();
  require_cuda(table_, table_.network_weights(network_, &to));
  if (shape_.gates == 4) return std::make_unique<LstmStepper>(weights);
  return std::make_unique<GruStepper>(weights);
}

const Stepper& CudaStepper::host() const {
  std::call_once(host_made_, [this] { host_ = copy_to_host(); });
  return *host_;
}

}  // namespace lingan::engine
