/**
 * The HTTP contract as types: what the server sends and takes. Nothing here runs.
 *
 * @typedef {'QUEUED' | 'RUNNING' | 'PAUSING' | 'PAUSED' | 'CANCELLING' | 'CANCELLED' | 'SUCCEEDED' | 'FAILED'} State
 *
 * @typedef {object} Progress
 * @property {number} step updates made
 * @property {number} totalSteps updates if nothing stops it early
 * @property {number} epoch
 * @property {number} epochs
 * @property {number} fraction 0 to 1
 * @property {number | null} [etaSeconds]
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {string | null} name
 * @property {string[]} [tags]
 * @property {State} state
 * @property {string | null} [stopReason]
 * @property {{code?: string, message?: string, detail?: string, step?: number | null} | null} [error]
 * @property {JobSpec} spec every default filled in
 * @property {Progress | null} [progress]
 * @property {Record<string, number | null> | null} [metrics]
 * @property {string | null} [verdict]
 * @property {{ahead: number, reason?: string | null} | null} [queue]
 * @property {string | null} [modelId]
 * @property {{jobId: string, step: number | null} | null} [forkedFrom]
 * @property {string | null} [notes]
 * @property {number} [priority]
 * @property {string} createdAt
 * @property {string | null} [startedAt]
 * @property {string | null} [finishedAt]
 * @property {string[]} [allowedActions]
 *
 * @typedef {Record<string, any>} JobSpec a request for a run, with or without its defaults
 *
 * @typedef {object} Series
 * @property {string} name
 * @property {string} [unit]
 * @property {string | null} [layer]
 * @property {number[]} steps rising
 * @property {boolean} [reduced] whether a point speaks of several steps
 * @property {[number, number]} [exact] steps between which a point speaks of one step all the same
 * @property {(number | null)[]} values null where the number was not finite
 * @property {(number | null)[] | null} [min] smallest raw value behind each point
 * @property {(number | null)[] | null} [max]
 * @property {{index: number, value: string}[] | null} [nonFinite]
 *
 * @typedef {object} Check what a valid request would become
 * @property {number} [parameters]
 * @property {number} [bytes] memory off the heap
 * @property {number} [trainingRows]
 * @property {number} [validationRows]
 * @property {number} [testRows]
 * @property {Issue[]} [issues]
 * @property {Estimate} [estimate]
 *
 * @typedef {object} Estimate what a run would take, and how its gradient would begin
 * @property {number} parameters
 * @property {number} memoryBytes
 * @property {number} steps
 * @property {number} seconds what is likely
 * @property {number} [secondsLeast]
 * @property {number} [secondsMost]
 * @property {boolean} measured of the run's own first steps
 * @property {{layer: string, deltaNorm: number | null, gradientNorm: number | null}[] | null} gradientByDepth
 * @property {string | null} [notMeasured]
 * @property {Finding[]} findings
 *
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} type
 * @property {unknown} [shape]
 * @property {number} [parameters]
 * @property {Record<string, number | null>} [norms]
 * @property {string | null} [health]
 * @property {number | null} [activationGain] how the gradient's norm changes at f'
 * @property {number | null} [weightGain] how it changes on its way to the layer below
 * @property {number | null} [deltaNorm]
 *
 * @typedef {object} HistogramList histograms of one kind of one layer; all lists have one element a step
 * @property {string} layer
 * @property {'gradient' | 'weight' | 'activation' | 'update'} kind
 * @property {number} total
 * @property {number[]} steps
 * @property {number[]} min left edge of the first bin
 * @property {number[]} max right edge of the last bin
 * @property {number[][]} counts
 *
 * @typedef {object} WorkedLine one statement of an algorithm, carried out
 * @property {string} algorithm 6.3, 6.4, or the optimizer's name
 * @property {number} line 0: what the algorithm requires
 * @property {string} text
 * @property {number | null} [k] number of the layer, from 1
 * @property {string | null} [layer]
 * @property {string} symbol
 * @property {number[]} shape rows and columns
 * @property {(number | null)[][]} values
 * @property {number | null} norm
 * @property {{file: string, method: string, line?: number | null}} code
 *
 * @typedef {object} Trace one training step
 * @property {number} step
 * @property {number} epoch
 * @property {number} examples
 * @property {Record<string, number | null>} series
 * @property {WorkedLine[]} lines
 *
 * @typedef {object} Plane a network of two inputs over the plane; cells are row by row from the top
 * @property {number} step
 * @property {'running' | 'checkpoint' | 'model' | 'initial'} source of the parameters
 * @property {Axis} x
 * @property {Axis} y
 * @property {number} resolution cells along each side
 * @property {number} unitResolution
 * @property {string} target
 * @property {string[]} [classes]
 * @property {(number | null)[][]} outputs of each class its probability, or the number
 * @property {PlaneLayer[]} layers
 * @property {{x: number, y: number, value: number, part: 'training' | 'validation'}[]} [points]
 *
 * @typedef {{name: string, min: number, max: number}} Axis
 *
 * @typedef {{name: string, units: number, activations: (number | null)[][]}} PlaneLayer
 *
 * @typedef {object} Finding
 * @property {string} code
 * @property {'INFO' | 'WARNING' | 'ERROR'} severity
 * @property {string | null} [layer]
 * @property {number} fromStep
 * @property {Record<string, number>} [evidence]
 * @property {string} explanation
 * @property {Record<string, any>} [patch] JSON merge patch of the spec that would help
 *
 * @typedef {object} Column
 * @property {string} name
 * @property {'numeric' | 'categorical'} type
 * @property {number} [missing]
 * @property {number} [unique]
 * @property {number | null} [min]
 * @property {number | null} [max]
 * @property {number | null} [mean]
 * @property {number | null} [deviation]
 * @property {string[] | null} [categories]
 * @property {number[] | null} [counts] of the categories
 *
 * @typedef {{severity: string, code: string, row?: number | null, column?: string | null, message: string}} Issue
 *
 * @typedef {object} Dataset
 * @property {string} id
 * @property {string} name
 * @property {string} format
 * @property {number} rows
 * @property {Column[]} columns
 * @property {Issue[]} issues
 * @property {string} sha256
 * @property {number} bytes
 * @property {string} createdAt
 *
 * @typedef {{pointer: string, code: string, message: string, allowed?: string[], suggestion?: string}} Fault
 *
 * @typedef {'number' | 'integer' | 'boolean' | 'string' | 'enum' | 'family' | 'record' | 'list' | 'matrix' | 'vector' | 'map' | 'cell' | 'json'} FieldType
 *
 * @typedef {object} Field one field of a family member or of a record, as the catalog tells it
 * @property {string} name
 * @property {FieldType} type
 * @property {string} [family]
 * @property {string} [record]
 * @property {string} [items] type of a list's elements
 * @property {string[]} [values]
 * @property {any} [default]
 * @property {boolean} [required]
 * @property {boolean} [nullable]
 * @property {number} [min]
 * @property {number} [max]
 * @property {boolean} [openMin]
 * @property {boolean} [openMax]
 * @property {string} [help]
 *
 * @typedef {{name: string, formula?: string, help?: string, fields: Field[]}} Member
 *
 * @typedef {object} Catalog
 * @property {Record<string, {members: Member[]}>} families
 * @property {Record<string, {help?: string, fields: Field[]}>} records
 */
export {};
