"""How the workbench looks: one style sheet, in the colours of the notebook's theme."""

import ipywidgets as widgets

_RULES = """
.el-workbench { container-type: inline-size; color: var(--jp-ui-font-color1, #222);
  padding: 4px 2px; overflow: hidden; }
.el-workbench .widget-html-content, .el-workbench .jupyter-widgets { line-height: 1.35; }
.el-head { align-items: flex-start; gap: 14px; flex-wrap: wrap; }
.el-head .el-preset { width: 300px; }
.el-summary { padding-top: 24px; color: var(--jp-ui-font-color2, #555); flex: 1 1 200px; }
.el-runs { gap: 10px; width: 250px; }
.el-columns { gap: 16px; align-items: stretch; }
.el-left { width: 306px; flex: 0 0 306px; }
.el-right { flex: 1 1 0; min-width: 0; }
.el-left, .el-right { overflow: hidden; }
.el-main { border: 1px solid var(--jp-border-color2, #ccc); border-radius: 6px;
  padding: 6px 10px; margin-bottom: 8px; overflow: hidden; }
.el-main .widget-label { font-weight: 600; }
.el-control { margin: 1px 0; overflow: hidden; width: 100%; }
.el-control .widget-label { text-align: left; cursor: help; }
.el-number { height: auto; min-height: 28px; align-items: center; }
.el-number .widget-label { flex: 1 1 0; width: auto; height: auto;
  white-space: normal; line-height: 1.2; }
.el-number input { flex: 0 0 84px !important; width: 84px !important; text-align: right; }
.el-runs .el-number { flex-direction: column; align-items: stretch; }
.el-runs .el-slider { display: none; }
.el-runs .el-number { height: auto; }
.el-runs .el-number input { flex: none !important; width: auto !important; height: 28px; }
.el-runs .el-number .widget-label { flex: none; height: 22px; }
.el-choice { flex-direction: column; height: auto !important; align-items: stretch; }
.el-choice .widget-label { width: auto; text-align: left; height: 22px; }
.el-choice select, .el-choice input { flex: none !important; width: 100% !important; height: 28px; }
.el-slider > .widget-label { position: absolute; clip-path: inset(50%); width: 1px; height: 1px;
  overflow: hidden; }
.el-slider .slider-container { margin: 0 10px; }
.el-more { max-height: 410px; overflow-y: auto !important;
  border-bottom: 1px solid var(--jp-border-color2, #ccc); }
.el-more .jupyter-widget-Collapse-header { padding: 4px 10px; }
.el-more .jupyter-widget-Collapse-contents { padding: 4px 8px; }
.el-more .el-control { border-bottom: 1px solid var(--jp-border-color3, #eee); }
.el-refusal, .el-message { color: var(--jp-error-color0, #b00020); }
.el-refusal [role=alert] { display: block; font-size: 12px; padding: 1px 0 3px; }
.el-message [role=alert] { display: block; border-left: 4px solid currentColor; padding: 4px 10px;
  margin: 4px 0; white-space: pre-line; background: rgba(176, 0, 32, 0.06); }
.el-status { min-height: 22px; font-size: 12px; color: var(--jp-ui-font-color2, #555); }
.el-coarse { color: #9a4a00; font-weight: 600; }
.el-cards { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 8px; }
.el-in-words { position: absolute; clip-path: inset(50%); width: 1px; height: 1px;
  overflow: hidden; }
.el-card { border: 1px solid var(--jp-border-color2, #ccc); border-radius: 6px; padding: 4px 8px;
  min-width: 0; }
.el-card.el-reach { grid-column: span 2; border-left: 5px solid #0173b2; }
.el-label { font-size: 11px; color: var(--jp-ui-font-color2, #555); }
.el-value { font-size: 17px; font-weight: 600; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.el-reach .el-value { font-size: 27px; line-height: 1.15; }
.el-value small { font-size: 12px; font-weight: 400; }
.el-below { font-size: 11px; color: var(--jp-ui-font-color2, #555);
  font-variant-numeric: tabular-nums; }
.el-figure { width: 100%; height: auto; margin-top: 8px; border-radius: 6px; }
.el-calendar { border-collapse: collapse; width: 100%; font-size: 12px; }
.el-calendar caption { text-align: left; font-weight: 600; padding: 4px 0; }
.el-calendar th, .el-calendar td { text-align: right; padding: 2px 6px;
  border-bottom: 1px solid var(--jp-border-color3, #eee); }
@container (max-width: 780px) {
  .el-columns { flex-direction: column; }
  .el-left { width: 100%; flex: none; }
  .el-cards { grid-template-columns: repeat(2, 1fr); }
}
"""


def style() -> widgets.HTML:
    """Return the style sheet as a widget that takes no room."""
    return widgets.HTML(f"<style>{_RULES}</style>", layout=widgets.Layout(display="none"))
