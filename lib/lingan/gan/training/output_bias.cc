#include <lingan/gan/training/output_bias.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include <torch/autograd.h>

#include <lingan/gan/training/corpus_tensor.h>
#include <lingan/model/output_cross_entropy.h>
#include <lingan/model/sentences.h>

namespace lingan {
namespace {

/// How often each token stands in a text, [V] float64.
torch::Tensor token_counts(const TokenBatch& text, int64_t vocabulary_size) {
  torch::Tensor counts = torch::zeros({vocabulary_size}, torch::kFloat64);
  double* count = counts.data_ptr<double>();
  for (int64_t row = 0; row < text.rows; ++row) {
    for (const int32_t token : text.row(row)) ++count[token];
  }
  return counts;
}

/// By how much expected counts exceed those of some sentences: the gradient of their NLL in the
/// bias, [V].
torch::Tensor excess(Generator& generator, const Sentences& sentences) {
  torch::Tensor hidden;
  {
    const torch::NoGradGuard no_gradient;
    hidden = generator.hidden(sentences.tokens, sentences.labels).flatten(0, 1);
  }
  const GeneratorOutput layer = generator.output();
  const torch::Tensor weights =
      inside(sentences.lengths, sentences.tokens.size(1)).to(hidden.dtype());
  const torch::Tensor bias = layer.bias.detach().requires_grad_();
  const torch::Tensor nll = output_cross_entropy(
      {hidden, layer.weight.detach(), bias, sentences.tokens.flatten(), weights.flatten()});
  return torch::autograd::grad({nll}, {bias})[0];
}

/// Of a generator that is one network.
void fit_network(Generator& generator, const TokenBatch& text, int64_t passes) {
  constexpr int64_t kBatchRows = 64;
  const CorpusTensor sentences(text);
  torch::Tensor bias = generator.named_parameters()["output_bias"];
  const torch::Tensor counts = token_counts(text, bias.size(0)).to(bias.device());
  for (int64_t pass = 0; pass < passes; ++pass) {
    torch::Tensor expected = counts.clone();
    for (int64_t begin = 0; begin < text.rows; begin += kBatchRows) {
      std::vector<int64_t> rows(std::min(kBatchRows, text.rows - begin));
      std::iota(rows.begin(), rows.end(), begin);
      expected += excess(generator, sentences.select_trimmed(rows));
    }
    const torch::NoGradGuard no_gradient;
    bias += ((counts + 1) / (expected + 1)).log().to(bias.dtype());
  }
}

}  // namespace

void fit_output_bias(Generator& generator, const TokenBatch& text, int64_t passes) {
  const bool was_training = generator.is_training();
  generator.eval();
  const std::vector<Generator*> networks = generator.of_labels();
  if (networks.size() == 1) {
    fit_network(*networks.front(), text, passes);
  } else {
    for (size_t label = 0; label < networks.size(); ++label) {
      const auto rows = rows_with_label(text, static_cast<int32_t>(label));
      fit_network(*networks[label], select_rows(text, rows), passes);
    }
  }
  generator.train(was_training);
}

}  // namespace lingan
