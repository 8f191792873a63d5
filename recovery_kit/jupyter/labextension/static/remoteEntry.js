/* Opens recovery_kit's notebooks ready to use, in JupyterLab 4 and Notebook 7.
 *
 * A notebook is ours if its metadata has the key "recovery_kit". Its cells run by
 * themselves only if the server says that their code is what we shipped (ready.py);
 * otherwise a banner offers Start. After a kernel has been restarted they run again.
 *
 * Written by hand, with no build: JupyterLab's shared modules come from `scope`.
 */
(function () {
  'use strict';

  const NAME = 'recovery-kit';
  const KEY = 'recovery_kit';

  const WORDS = {
    region: 'recovery_kit',
    start: 'Start',
    close: 'Close this note',
    changed:
      'This notebook, or a file beside it, is not what recovery_kit shipped, so nothing ' +
      'has run. If you, or someone you trust, changed it, press Start. If not, close ' +
      'this notebook.',
    own:
      'What you write in a cell of your own is saved in the notebook file as plain ' +
      'text, not in your private journal.'
  };

  let scope = null;

  async function shared(name) {
    const versions = scope && scope[name];
    if (!versions) {
      throw new Error(`${name} is not shared by this page`);
    }
    const factory = await versions[Object.keys(versions)[0]].get();
    return factory();
  }

  /** The same as code_hash in shipped.py: change both or neither. */
  async function codeHash(model) {
    const code = model.sharedModel.cells
      .filter(cell => cell.cell_type === 'code')
      .map(cell => cell.getSource())
      .filter(source => !/^[ \t\r\n]*$/.test(source));
    const bytes = new TextEncoder().encode(JSON.stringify(code));
    const digest = await crypto.subtle.digest('SHA-256', bytes);
    return Array.from(new Uint8Array(digest), byte =>
      byte.toString(16).padStart(2, '0')
    ).join('');
  }

  /** All that a save keeps of a notebook (save.py), as one string to compare. */
  function words(model) {
    return JSON.stringify(
      Array.from(model.cells, cell => {
        const { cell_type, source, metadata, attachments } = cell.toJSON();
        return KEY in metadata
          ? [cell_type, source]
          : [cell_type, source, metadata, attachments];
      })
    );
  }

  /** Whether `condition` came true within `ms`; looked at again every 50 ms. */
  async function eventually(condition, ms) {
    for (const end = Date.now() + ms; Date.now() < end; ) {
      if (condition()) {
        return true;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    return condition();
  }

  let lastKey = 0;
  window.addEventListener('keydown', () => (lastKey = Date.now()), true);

  /** Wait for a pause in typing: running a cell takes its form out of the page for a
   * moment, and letters typed then would be JupyterLab's own keys. The form keeps what
   * is written in it meanwhile. */
  const quiet = () => eventually(() => Date.now() - lastKey > 1500, 120000);

  function bannerClass(Widget) {
    /** A calm note at the top of a notebook: words, buttons, no dialog. */
    return class Banner extends Widget {
      constructor(text, buttons) {
        super();
        this.addClass('recovery-kit-banner');
        const box = document.createElement('div');
        box.setAttribute('role', 'region');
        box.setAttribute('aria-label', WORDS.region);
        box.style.cssText =
          'display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:8px 12px;' +
          'box-sizing:border-box;font:var(--jp-ui-font-size1)/1.5 ' +
          'var(--jp-ui-font-family);color:var(--jp-ui-font-color1);' +
          'background:var(--jp-layout-color2);' +
          'border-left:4px solid var(--jp-brand-color1)';
        const words = document.createElement('p');
        words.setAttribute('role', 'status');
        words.style.cssText = 'margin:0;flex:1 1 20em';
        box.append(words);
        for (const [label, act] of buttons) {
          const button = document.createElement('button');
          button.type = 'button';
          button.textContent = label;
          button.style.cssText =
            'font:inherit;padding:4px 14px;border-radius:3px;cursor:pointer;' +
            'color:var(--jp-ui-font-color1);background:var(--jp-layout-color1);' +
            'border:1px solid var(--jp-border-color0)';
          button.addEventListener('click', () => {
            this.dispose();
            act();
          });
          box.append(button);
        }
        this.node.append(box);
        // A screen reader announces words that come into a status already there.
        setTimeout(() => (words.textContent = text), 100);
        // The panel gives no more height than asked for, and words wrap.
        this._sizes = new ResizeObserver(() => {
          this.node.style.minHeight = `${box.offsetHeight}px`;
          if (this.parent) {
            this.parent.fit();
          }
        });
        this._sizes.observe(box);
      }

      dispose() {
        this._sizes.disconnect();
        super.dispose();
      }
    };
  }

  /** What is done for one open notebook of ours. */
  class Keeper {
    constructor(panel, app, { NotebookActions, ServerConnection, URLExt, Banner }) {
      Object.assign(this, { panel, app, NotebookActions, ServerConnection, URLExt });
      this.Banner = Banner;
      this.start = null; // the banner with the Start button
      this.toldOfOwnCells = false;
      this.restarted = false;
      this.ranByHand = false; // since the last restart
      this.running = false;
      this.opened = false;
      this.filed = words(panel.context.model);
    }

    async open() {
      const { context, sessionContext } = this.panel;
      context.saveState.connect(this.onSave, this);
      context.model.stateChanged.connect(this.onState, this);
      this.onState(context.model, { name: 'dirty' });
      sessionContext.statusChanged.connect(this.onStatus, this);
      sessionContext.kernelChanged.connect(this.onKernel, this);
      this.NotebookActions.executionScheduled.connect(this.onRun, this);
      this.panel.disposed.connect(() =>
        this.NotebookActions.executionScheduled.disconnect(this.onRun, this)
      );
      context.model.cells.changed.connect(this.tellOfOwnCells, this);
      this.tellOfOwnCells();
      await sessionContext.ready;
      try {
        await this.run();
      } finally {
        this.opened = true;
      }
    }

    onSave(context, state) {
      if (state === 'started') {
        this.filing = words(context.model);
      } else if (state === 'completed') {
        this.filed = this.filing;
      }
    }

    /** Running a cell changes nothing that is saved: closing then asks no question. */
    onState(model, change) {
      if (change.name === 'dirty' && model.dirty && words(model) === this.filed) {
        model.dirty = false;
      }
    }

    onKernel(_, { newValue }) {
      if (newValue && this.opened) {
        this.onStatus(_, 'restarting'); // another kernel, chosen by the person
      }
    }

    onStatus(_, status) {
      if (status === 'restarting' || status === 'autorestarting') {
        this.restarted = true;
        this.ranByHand = false;
      } else if (status === 'idle' && this.restarted && this.opened) {
        this.restarted = false;
        // "Restart and run all" runs by itself: leave it the time to begin.
        setTimeout(async () => {
          await quiet();
          if (!this.ranByHand) {
            await this.run();
          }
        }, 500);
      }
    }

    onRun(_, { notebook }) {
      if (notebook === this.panel.content) {
        this.ranByHand = true;
      }
    }

    /** Run every cell if the code is ours, else offer Start. */
    async run() {
      if (this.running) {
        return;
      }
      this.running = true;
      try {
        if (!(await this.kernelIsReady())) {
          return; // closed meanwhile, or the person chose no kernel
        }
        if (await this.isReady()) {
          await this.runCells();
        } else {
          this.offerStart();
        }
      } finally {
        this.running = false;
      }
    }

    /** Wait until a run would not be dropped: it is, silently, when asked for early. */
    async kernelIsReady() {
      const { content, sessionContext } = this.panel;
      const kernel = sessionContext.session && sessionContext.session.kernel;
      if (!kernel) {
        return false;
      }
      await kernel.info;
      return eventually(
        () =>
          !this.panel.isDisposed &&
          content.activeCell &&
          content.widgets.length === content.model.cells.length &&
          ['idle', 'busy'].includes(sessionContext.kernelDisplayStatus),
        60000
      );
    }

    async isReady() {
      const { contents, serverSettings } = this.app.serviceManager;
      const { path, model } = this.panel.context;
      try {
        const query = new URLSearchParams({
          path: contents.localPath(path),
          hash: await codeHash(model)
        });
        const answer = await this.ServerConnection.makeRequest(
          `${this.URLExt.join(serverSettings.baseUrl, NAME, 'ready')}?${query}`,
          {},
          serverSettings
        );
        return answer.ok && (await answer.json()).ready === true;
      } catch (error) {
        console.warn('recovery_kit could not ask whether this notebook is ready', error);
        return false;
      }
    }

    async runCells() {
      if (this.start) {
        this.start.dispose();
      }
      const { content, sessionContext } = this.panel;
      const code = content.widgets.filter(cell => cell.model.type === 'code');
      if (this.NotebookActions.runCells) {
        await this.NotebookActions.runCells(content, code, sessionContext);
      } else {
        // Before JupyterLab 4.3. It leaves the last cell in view: go back up.
        const index = content.activeCellIndex;
        const done = this.NotebookActions.runAll(content, sessionContext);
        content.activeCellIndex = index;
        await done;
      }
    }

    offerStart() {
      if (this.start && !this.start.isDisposed) {
        return;
      }
      this.start = this.show(WORDS.changed, [
        [WORDS.start, () => this.runCells()],
        [WORDS.close, () => {}]
      ]);
    }

    tellOfOwnCells() {
      if (this.toldOfOwnCells) {
        return;
      }
      const cells = Array.from(this.panel.context.model.cells);
      if (cells.some(cell => cell.getMetadata(KEY) === undefined)) {
        this.toldOfOwnCells = true;
        this.show(WORDS.own, [[WORDS.close, () => {}]]);
      }
    }

    show(text, buttons) {
      const banner = new this.Banner(text, buttons);
      this.panel.contentHeader.addWidget(banner);
      return banner;
    }
  }

  /** A page of words and forms, not of code: what is folded away leaves no bar. */
  const LOOK = `
    .recovery-kit-page .jp-CodeCell:has(.jp-InputPlaceholder) .jp-Cell-inputWrapper {
      display: none;
    }
    .recovery-kit-page .jp-CodeCell:has(.jp-InputPlaceholder) .jp-OutputPrompt {
      visibility: hidden;
    }`;

  async function activate(app, tracker) {
    if (!tracker) {
      return; // a page without notebooks, such as Voila's
    }
    document.head.append(
      Object.assign(document.createElement('style'), { textContent: LOOK })
    );
    // On a small screen the list of files would take half the page.
    if (window.innerWidth < 1000 && app.shell.collapseLeft) {
      void app.restored.then(() => app.shell.collapseLeft());
    }
    const [notebook, services, coreutils, widgets] = await Promise.all(
      [
        '@jupyterlab/notebook',
        '@jupyterlab/services',
        '@jupyterlab/coreutils',
        '@lumino/widgets'
      ].map(shared)
    );
    const tools = {
      NotebookActions: notebook.NotebookActions,
      ServerConnection: services.ServerConnection,
      URLExt: coreutils.URLExt,
      Banner: bannerClass(widgets.Widget)
    };
    const keep = async panel => {
      await panel.context.ready;
      if (!panel.isDisposed && panel.context.model.getMetadata(KEY) !== undefined) {
        panel.addClass('recovery-kit-page');
        await new Keeper(panel, app, tools).open();
      }
    };
    tracker.widgetAdded.connect((_, panel) => void keep(panel));
    tracker.forEach(panel => void keep(panel));
  }

  const plugin = {
    id: `${NAME}:ready`,
    autoStart: true,
    optional: [],
    activate
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init: shareScope => {
      scope = shareScope;
    },
    get: async () => {
      const { INotebookTracker } = await shared('@jupyterlab/notebook');
      plugin.optional = [INotebookTracker];
      return () => ({ __esModule: true, default: plugin });
    }
  };
})();
