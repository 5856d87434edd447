// What `abide models` tells about the families: syntax, φ in words and in LaTeX (which exports use,
// too), an example, the source, and what is known of the laws. The sentences about laws are claims
// of papers or of computations, and the tests of the driver compare them with what is found.
#include <abide/model.hpp>

namespace abide {

namespace {

constexpr const char* neurips =
    "Marcotte, Gribonval, Peyré, Abide by the law and follow the flow, NeurIPS 2023";
constexpr const char* icml = "Marcotte, Gribonval, Peyré, Keep the momentum, ICML 2024";
constexpr const char* transformative =
    "Marcotte, Peyré, Gribonval, Transformative or conservative? Conservation laws for ResNets and "
    "transformers, "
    "ICML 2025";

}  // namespace

const std::vector<Family>& families() {
  static const std::vector<Family> all{
      {"linear", "linear:n0,n1,…,nq", "weights U1 (n0 × n1), …, Uq, no biases",
       "all entries of U1 U2 ⋯ Uq", R"(\varphi(\theta) = U_1 U_2 \cdots U_q)", "linear:3,2,3",
       neurips,
       "U_l' U_l - U_(l+1) U_(l+1)' for every hidden layer: r(r+1)/2 laws, independent unless r "
       "exceeds the sum of the widths "
       "beside it; complete for two layers (n0 = n2 = 1 has antisymmetric forms, too). Deeper "
       "networks that are narrow at both ends can have more local laws."},
      {"relu", "relu:n0,…,nq[,bias|,bias=all]",
       "weights U1, …, Uq; biases b1, … of the hidden neurons (bias=all: of the outputs too)",
       "all path products of the layered ReLU network",
       R"(\varphi_{i,k_1,\dots,k_{q-1},o}(\theta) = U_1[i,k_1] U_2[k_1,k_2] \cdots U_q[k_{q-1},o])",
       "relu:2,3,2,bias", neurips,
       "one law per hidden neuron: squares of its in-edges (bias included) minus squares of its "
       "out-edges; complete "
       "for every width and depth. With momentum none is left."},
      {"network", "network:n0,n1r,…,nq[,bias|,bias=all]",
       "as relu; 'r' marks the ReLU layers, the other hidden layers are linear",
       "path products, summed over the neurons of the linear layers",
       R"(\varphi_{c}(\theta) = \sum_{\text{paths } p \in c} \prod_{e \in p} \theta_e)",
       "network:2,3r,2,2", neurips, "the laws of linear layers and of ReLU neurons together."},
      {"nmf", "nmf:n1,r,n3 or nmf:n0,n1,…,nq", "as linear, all positive",
       "as linear, by mirror flow: the metric is diag(θ)",
       R"(\varphi(\theta) = U_1 U_2 \cdots U_q,\quad M(\theta) = \mathrm{diag}(\theta))",
       "nmf:3,2,3", icml,
       "column sums of U_l minus row sums of U_(l+1): one linear law per hidden index; complete "
       "for two layers unless "
       "n1 = n3 = 1 and r >= 2. With momentum: none for M = diag(tau theta + theta'), two per "
       "index for diag(theta)."},
      {"icnn", "icnn:n1,r,n3[,bias]", "as relu; the output weights U2 are positive",
       "as relu, by mirror flow in U2: the metric is U2 there, and 1 elsewhere",
       R"(\varphi_{i,k,o}(\theta) = U_1[i,k] U_2[k,o],\quad M = \mathrm{diag}(1, U_2))",
       "icnn:2,2,2", icml,
       "one law per neuron: squares of its in-edges minus twice the sum of its out-edges; none "
       "with momentum, none with "
       "weight decay."},
      {"product", "product:D", "x[1], …, x[D]", "x[1]⋯x[D]",
       R"(\varphi(\theta) = \prod_{k=1}^{D} x_k)", "product:6", neurips,
       "x_k^2 - x_l^2; D - 1 of them are independent, and complete."},
      {"attention", "attention:d,dh,heads",
       "per head h: Qh, Kh (listed by columns), Vh (d × dh) and Oh (dh × d)",
       "per head all entries of Q K' and V O", R"(\varphi(\theta) = (Q_h K_h^\top,\; V_h O_h)_{h})",
       "attention:4,2,2", transformative,
       "Q'Q - K'K and V'V - O O' per head: dh(dh + 1) independent laws if dh <= 2d, complete. "
       "Heads do not interact: one product "
       "is solved for all."},
      {"residual", "residual:n,r,blocks[,relu]", "per block l: Ul (r × n) and Vl (n × r)",
       "per block all entries of V U; with relu all products V[:,k] U[k,:]. The same as without "
       "the skip connections",
       R"(\varphi(\theta) = (V_l U_l)_{l} \text{ for } x \mapsto x + V_l U_l x)", "residual:2,1,2",
       transformative,
       "those of each block without its skip: U U' - V'V, or one per neuron with relu. They are "
       "all laws of φ; the "
       "gradients of the model itself span less than those of φ (abide hypothesis)."},
      {"conv1d", "conv1d:n,c0,…,cq,kernel=k[,stride=s][,padding=p][,relu]",
       "kernels Kl (cl rows, c(l-1)·k columns: k taps per input channel) on a line of n places",
       "sums of path products from input to output; with relu for every choice of hidden nodes",
       R"(\varphi(\theta) = T(K_q) \cdots T(K_1) \text{ with the Toeplitz matrices } T(K_l))",
       "conv1d:8,1,2,1,kernel=3",
       "Kohn, Merkh, Montúfar, Trager, Geometry of linear convolutional networks, 2022",
       "as for linear and ReLU networks, with kernels in place of weights: products of two "
       "channels' incoming kernels, "
       "summed over taps, minus those of their outgoing ones; for ReLU layers one per hidden "
       "channel. Equal kernels between "
       "single channels have antisymmetric forms, too."},
      {"conv2d", "conv2d:height,width,c0,…,cq,kernel=k[,stride=s][,padding=p][,relu]",
       "kernels Kl (cl rows, c(l-1)·k² columns) on a grid", "as conv1d",
       R"(\varphi(\theta) = T(K_q) \cdots T(K_1))", "conv2d:4,4,1,2,1,kernel=2",
       "Kohn, Merkh, Montúfar, Trager, Geometry of linear convolutional networks, 2022",
       "as conv1d."},
      {"diagonal", "diagonal:D,L", "vectors u1, …, uL of D entries", "the entries of u1 ⊙ ⋯ ⊙ uL",
       R"(\varphi(\theta) = u_1 \odot u_2 \odot \cdots \odot u_L)", "diagonal:3,2",
       "Woodworth et al., Kernel and rich regimes in overparametrized models, COLT 2020",
       "u_l[i]^2 - u_m[i]^2: D(L - 1) independent laws, complete."},
      {"tensor", "tensor:n1,n2,n3,r", "factors A (n1 × r), B (n2 × r), C (n3 × r)",
       "the entries of the sum of r rank-one tensors (CP decomposition)",
       R"(\varphi_{i,j,l}(\theta) = \sum_{k=1}^{r} A_{ik} B_{jk} C_{lk})", "tensor:2,2,2,2",
       "Du, Hu, Lee, Algorithmic regularization in learning deep homogeneous models, NeurIPS 2018",
       "|A[:,k]|^2 - |B[:,k]|^2 and |B[:,k]|^2 - |C[:,k]|^2: 2r laws (more where all widths are "
       "1)."},
      {"tucker", "tucker:n1,n2,n3,r1,r2,r3",
       "core G (r1 × r2·r3), factors A (n1 × r1), B (n2 × r2), C (n3 × r3)",
       "the entries of the core multiplied by a factor along each axis",
       R"(\varphi(\theta) = G \times_1 A \times_2 B \times_3 C)", "tucker:2,2,2,1,2,2",
       "Tucker, Some mathematical notes on three-mode factor analysis, Psychometrika 1966",
       "per axis the Gram matrix of the factor minus that of the core unfolded along it."},
      {"quadratic", "quadratic:n,r[,m]", "inner weights V (r × n), output weights U (m × r)",
       "as power:2", R"(\varphi(\theta) = \sum_j U[:,j] \otimes V[j,:]^{\otimes 2})",
       "quadratic:3,2",
       "Du, Lee, On the power of over-parametrization in neural networks with quadratic "
       "activation, ICML 2018",
       "one per neuron: |V[j,:]|^2 - 2 |U[:,j]|^2."},
      {"power", "power:k,n,r[,m]", "inner weights V (r × n), output weights U (m × r)",
       "the coefficients of the polynomials Σ_j U[o,j] (V[j,:]·x)^k",
       R"(\varphi(\theta) = \sum_j U[:,j] \otimes V[j,:]^{\otimes k})", "power:4,3,2",
       "Du, Hu, Lee, Algorithmic regularization in learning deep homogeneous models, NeurIPS 2018",
       "one per neuron: |V[j,:]|^2 - k |U[:,j]|^2 (more for one input)."},
      {"normalized", "normalized:n,r,m",
       "inner weights V (r × n), V[j,:] not 0, output weights U (m × r)",
       "the entries of U[o,j] V[j,:]/|V[j,:]|: weight normalization without the gain; the fields "
       "are multiplied by "
       "|V[j,:]|^3",
       R"(\varphi_{o,j}(\theta) = U_{oj}\, V_j / |V_j|)", "normalized:2,2,1",
       "Salimans, Kingma, Weight normalization, NeurIPS 2016",
       "|V[j,:]|^2: one per neuron, as φ does not change when V[j,:] is scaled."},
      {"lora", "lora:n,r,m[,frozen]", "W (n × m) unless frozen, B (n × r), A (r × m)",
       "the entries of W + B A, or of B A", R"(\varphi(\theta) = W + B A)", "lora:3,1,3,frozen",
       "Hu et al., LoRA: low-rank adaptation of large language models, ICLR 2022",
       "B'B - A A': r(r + 1)/2 laws, whether W is trained or not, and independent unless r exceeds "
       "n + m; complete (more where n = m = 1)."},
  };
  return all;
}

}  // namespace abide
