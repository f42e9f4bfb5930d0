#include <lingan/gan/training/output_bias.h>

#include <torch/autograd.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/model/output_cross_entropy.h>

namespace lingan {
namespace {

torch::Tensor bias_of(Generator& network) { return network.named_parameters()["output_bias"]; }

/// How often each token stands in sentences, [V] float64.
torch::Tensor token_counts(const TokenBatch& text, int64_t vocabulary_size) {
  torch::Tensor counts = torch::zeros({vocabulary_size}, torch::kFloat64);
  double* count = counts.data_ptr<double>();
  for (int64_t row = 0; row < text.rows; ++row) {
    for (const int32_t token : text.row(row)) ++count[token];
  }
  return counts;
}

/// By how much the expected counts of some sentences exceed theirs: the gradient of their NLL in
/// the bias, [V].
torch::Tensor excess(Generator& network, const Sentences& sentences) {
  torch::Tensor hidden;
  {
    const torch::NoGradGuard no_gradient;
    hidden = network.hidden(sentences.tokens, sentences.labels).flatten(0, 1);
  }
  const GeneratorOutput layer = network.output();
  const torch::Tensor weights =
      inside(sentences.lengths, sentences.tokens.size(1)).to(hidden.dtype());
  const torch::Tensor bias = layer.bias.detach().requires_grad_();
  const torch::Tensor nll = output_cross_entropy(
      {hidden, layer.weight.detach(), bias, sentences.tokens.flatten(), weights.flatten()});
  return torch::autograd::grad({nll}, {bias})[0];
}

/// The sentences of a label's own network, which is told no label.
Sentences with_label(const Sentences& sentences, size_t label) {
  const auto rows = (sentences.labels == static_cast<int64_t>(label)).nonzero().squeeze(1);
  Sentences own;
  own.tokens = sentences.tokens.index_select(0, rows);
  own.lengths = sentences.lengths.index_select(0, rows);
  return own;
}

}  // namespace

OutputBiasFit::OutputBiasFit(Generator& generator, const TokenBatch& text)
    : networks_(generator.of_labels()) {
  for (size_t label = 0; label < networks_.size(); ++label) {
    const torch::Tensor bias = bias_of(*networks_[label]);
    const bool is_all = networks_.size() == 1;
    const auto counts = token_counts(
        is_all ? text : select_rows(text, rows_with_label(text, static_cast<int32_t>(label))),
        bias.size(0));
    counts_.push_back(counts.to(bias.device()));
  }
  generator.eval();
  start_pass();
}

void OutputBiasFit::start_pass() {
  excess_.clear();
  for (const torch::Tensor& counts : counts_) excess_.push_back(torch::zeros_like(counts));
}

void OutputBiasFit::count(const Sentences& sentences) {
  for (size_t label = 0; label < networks_.size(); ++label) {
    const Sentences own = networks_.size() == 1 ? sentences : with_label(sentences, label);
    if (own.rows() > 0) excess_[label] += excess(*networks_[label], own);
  }
}

void OutputBiasFit::end_pass() {
  const torch::NoGradGuard no_gradient;
  before_pass_.clear();
  for (size_t label = 0; label < networks_.size(); ++label) {
    torch::Tensor bias = bias_of(*networks_[label]);
    before_pass_.push_back(bias.clone());
    const torch::Tensor& counts = counts_[label];
    bias += ((counts + 1) / (counts + excess_[label] + 1)).log().to(bias.dtype());
  }
  start_pass();
  ++passes_;
}

void OutputBiasFit::undo_pass() {
  const torch::NoGradGuard no_gradient;
  for (size_t label = 0; label < networks_.size(); ++label) {
    bias_of(*networks_[label]).copy_(before_pass_[label]);
  }
}

nlohmann::json OutputBiasFit::save() const {
  nlohmann::json json = {{"passes", passes_}, {"excess", nlohmann::json::array()}};
  for (const torch::Tensor& excess : excess_) {
    const torch::Tensor host = excess.cpu();
    const double* begin = host.const_data_ptr<double>();
    json["excess"].push_back(std::vector<double>(begin, begin + host.numel()));
  }
  return json;
}

void OutputBiasFit::restore(const nlohmann::json& json) {
  const auto saved = json.at("excess").get<std::vector<std::vector<double>>>();
  if (saved.size() != networks_.size()) throw InputError("its output bias is of other networks");
  for (size_t label = 0; label < saved.size(); ++label) {
    const torch::Tensor excess = torch::tensor(saved[label], torch::kFloat64);
    if (excess.sizes() != counts_[label].sizes()) {
      throw InputError("its output bias is of another vocabulary");
    }
    excess_[label] = excess.to(counts_[label].device());
  }
  passes_ = json.at("passes").get<int64_t>();
}

}  // namespace lingan
